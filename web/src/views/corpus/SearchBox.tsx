import { useEffect, useRef } from "react";
import { commandAt } from "../../keys/keymapStore";
import { SearchIcon } from "../../ui/icons";
import { KeysFor } from "../../ui/Keys";
import classes from "./corpus.module.css";
import { focusList } from "./DocumentList";

const HOW = 'great film   "Apple"   /colou?r/   great & !waste';

interface Props {
  text: string;
  error: string | null;
  onText: (text: string) => void;
}

/** The search. What cannot be read is said beneath it, and stays as it was typed. */
export function SearchBox({ text, error, onText }: Props) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      if (commandAt(event)?.do !== "find") return;
      event.preventDefault();
      input.current?.select();
    };
    document.addEventListener("keydown", listener);
    return () => document.removeEventListener("keydown", listener);
  }, []);
  return (
    <div className={classes.search}>
      <label className={classes.box} data-invalid={error !== null || undefined}>
        <SearchIcon />
        <input
          ref={input}
          type="search"
          value={text}
          placeholder={HOW}
          aria-label="Search the texts: a word or phrase, “exact words”, /a regular expression/"
          aria-invalid={error !== null}
          aria-describedby="corpus-search-error"
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => onText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "ArrowDown" && event.key !== "Enter") return;
            event.preventDefault();
            focusList();
          }}
          data-testid="search"
        />
        {text === "" && <KeysFor action="find" />}
      </label>
      <p id="corpus-search-error" className={classes.error} role="alert" data-testid="search-error">
        {error}
      </p>
    </div>
  );
}
