import { type Dispatch, type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { usePatterns } from "../../api/queries";
import { plural } from "../../text/format";
import type { Word } from "../../text/words";
import { Keys } from "../../ui/Keys";
import { type Match, matchesOf, normalised } from "./find";
import classes from "./find.module.css";
import type { Choice } from "./selection";

interface Props {
  words: readonly Word[];
  candidates: Readonly<Record<string, number>>;
  onClose: () => void;
  choose: Dispatch<Choice>;
}

/** A small box to find a word of this text by typing, or to enter one by hand. */
export function FindWord({ words, candidates, onClose, choose }: Props) {
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  useEffect(() => input.current?.focus(), []);

  const matches = matchesOf(words, query);
  // As it was typed: capitals mean something between quotes and slashes, and the server knows how words are written.
  const typed = query.trim();
  const byHand = typed !== "" && !matches.some((match) => match.primitive === normalised(query));
  const n = matches.length + Number(byHand);
  const pick = (place: number) => {
    const match = matches[place];
    if (match) choose({ type: "drag", from: match.span.from, to: match.span.to });
    else if (byHand) choose({ type: "typed", primitive: typed });
    onClose();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape") onClose();
    else if (event.key === "Enter") pick(at);
    else if (event.key === "ArrowDown") setAt(Math.min(at + 1, n - 1));
    else if (event.key === "ArrowUp") setAt(Math.max(at - 1, 0));
    else return;
    event.preventDefault();
    // It ends here, or the same Enter would save what it has just chosen.
    event.stopPropagation();
  };
  return (
    <div className={classes.find}>
      <input
        ref={input}
        value={query}
        placeholder="Find a word, or type a pattern"
        aria-label="Find a word in this text, or type a pattern"
        role="combobox"
        aria-expanded={n > 0}
        aria-controls={id}
        aria-activedescendant={n > 0 ? `${id}-${at}` : undefined}
        autoComplete="off"
        spellCheck={false}
        data-testid="find-input"
        onChange={(event) => {
          setQuery(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
        onBlur={onClose}
      />
      {n === 0 && <Patterns />}
      <div id={id} role="listbox" aria-label="Words" className={classes.found} hidden={n === 0}>
        {matches.map((match, place) => (
          <Option
            key={match.primitive}
            id={`${id}-${place}`}
            active={place === at}
            onPick={() => pick(place)}
          >
            <b>
              <bdi>{match.primitive}</bdi>
            </b>{" "}
            <small>{about(match, candidates)}</small>
          </Option>
        ))}
        {byHand && (
          <Option
            id={`${id}-${matches.length}`}
            active={at === matches.length}
            onPick={() => pick(matches.length)}
          >
            use “{typed}” <small>as typed</small>
          </Option>
        )}
      </div>
    </div>
  );
}

/** What can be typed: shown while nothing is. */
function Patterns() {
  const kinds = usePatterns().data ?? [];
  return (
    <div className={`${classes.found} ${classes.empty}`}>
      <p>
        Type the beginning of a word or phrase of this text, or a pattern. <Keys of="Esc" /> closes.
      </p>
      <dl className={classes.kinds}>
        {kinds.map(({ kind, example }) => (
          <div key={kind}>
            <dt>
              <code>{example}</code>
            </dt>
            <dd>{kind}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function about(match: Match, candidates: Props["candidates"]): string {
  const texts = candidates[match.primitive];
  const here = match.times > 1 ? `${match.times} times here` : "";
  const everywhere = texts === undefined ? "" : `in ${plural(texts, "text")}`;
  return [here, everywhere].filter(Boolean).join(", ");
}

interface OptionProps {
  id: string;
  active: boolean;
  onPick: () => void;
  children: React.ReactNode;
}

function Option({ id, active, onPick, children }: OptionProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox above owns the keyboard
    // biome-ignore lint/a11y/useFocusableInteractive: named by aria-activedescendant, never focused
    <div
      id={id}
      role="option"
      aria-selected={active}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onPick}
      data-testid="find-option"
    >
      {children}
    </div>
  );
}
