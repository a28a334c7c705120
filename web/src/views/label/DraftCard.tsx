import type { ReactNode } from "react";
import type { Draft } from "../../api/client";
import { count, plural } from "../../text/format";
import { ClassName } from "../../ui/ClassName";
import { Keys } from "../../ui/Keys";
import classes from "./aside.module.css";
import shared from "./label.module.css";
import type { Labeling } from "./useLabeling";

/** The draft in one line beside the buttons, where the card is out of sight. */
export function DraftLine({ labeling, className }: { labeling: Labeling; className: string | undefined }) {
  const { primitive, label, selection, draft } = labeling;
  if (primitive === null || label === null) return null;
  return (
    <p className={className}>
      <Quoted primitive={primitive} /> votes <ClassName index={selection.label ?? -1} name={label} />
      {draft.data && !draft.isPlaceholderData && ` on ${plural(draft.data.n_votes, "text")}`}
    </p>
  );
}

/** What the function would do, before it is written. */
export function DraftCard({ labeling }: { labeling: Labeling }) {
  const { primitive, label, selection } = labeling;
  return (
    <section
      className={`${shared.card} ${classes.draft}`}
      aria-label="Draft function"
      data-testid="draft"
      data-primitive={primitive ?? undefined}
      data-label={label ?? undefined}
    >
      <h2 className={classes.heading}>Draft function</h2>
      <p className={classes.sentence}>
        {primitive === null ? (
          <span className={classes.blank}>a word</span>
        ) : (
          <Quoted primitive={primitive} />
        )}{" "}
        <span className={classes.verb}>votes</span>{" "}
        {label === null ? (
          <span className={classes.blank}>a class</span>
        ) : (
          <ClassName index={selection.label ?? -1} name={label} />
        )}
      </p>
      <DraftBody labeling={labeling} />
    </section>
  );
}

/** Isolated, so that a right-to-left word leaves the quotes where they are. */
const Quoted = ({ primitive }: { primitive: string }) => (
  <b>
    “<bdi>{primitive}</bdi>”
  </b>
);

function DraftBody({ labeling }: { labeling: Labeling }) {
  const { primitive, label, draft } = labeling;
  if (primitive === null && label === null) return <Start n={labeling.project.labels.length} />;
  if (primitive === null) {
    return (
      <Hint>
        Now the word that gives it away. Without one, Enter saves the label of this text and no function.
      </Hint>
    );
  }
  if (label === null) return <WordOnly labeling={labeling} primitive={primitive} />;
  if (draft.isError) return <Warning>{draft.error.message}</Warning>;
  if (!draft.data) return <Figures draft={null} />;
  return <Figures draft={draft.data} late={draft.isPlaceholderData} />;
}

function Start({ n }: { n: number }) {
  const keys = n < 10 ? `1 … ${n}` : "1 … 0";
  return (
    <ol className={classes.start}>
      <li>
        Which class? <Keys of={n === 2 ? "1 2" : keys} />
      </li>
      <li>
        Which word gives it away? Click it, or go there by <Keys of="← →" />
      </li>
      <li>
        Save, and the next text is there. <Keys of="Enter" />
      </li>
    </ol>
  );
}

function WordOnly({ labeling, primitive }: { labeling: Labeling; primitive: string }) {
  const texts = labeling.suggestion.candidates[primitive];
  return (
    <Hint>
      {texts !== undefined && `It stands in ${plural(texts, "text")}. `}
      Which class does it speak for?
    </Hint>
  );
}

const Hint = ({ children }: { children: ReactNode }) => <p className={classes.hint}>{children}</p>;

const Warning = ({ children }: { children: ReactNode }) => (
  <p className={classes.warning} data-testid="draft-warning">
    {children}
  </p>
);

/** The figures; dashes while they are on their way, so that nothing jumps. */
function Figures({ draft, late = false }: { draft: Draft | null; late?: boolean }) {
  return (
    <div
      className={classes.figures}
      data-late={late || draft === null || undefined}
      aria-busy={late || draft === null}
    >
      <dl>
        <Figure name="votes" value={draft?.n_votes} testId="draft-votes" />
        <Figure name="on uncovered texts" part="new" value={draft?.n_new} testId="draft-new" />
        <Figure name="disputed" part="disputed" value={draft?.n_disputed} testId="draft-disputed" />
      </dl>
      {draft && <Reach draft={draft} />}
      {draft && draft.already !== null && <Warning>{draft.already}</Warning>}
    </div>
  );
}

interface FigureProps {
  name: string;
  value: number | undefined;
  testId: string;
  /** Which part of the bar beneath it is. */
  part?: string;
}

function Figure({ name, value, testId, part }: FigureProps) {
  return (
    <div>
      <dd data-testid={testId}>{value === undefined ? "–" : count(value)}</dd>
      <dt>
        {part && <i data-part={part} aria-hidden="true" />}
        {name}
      </dt>
    </div>
  );
}

/** The texts that contain the primitive: those it votes on (uncovered, agreed, disputed), and those out of reach. */
function Reach({ draft }: { draft: Draft }) {
  const { n_votes, n_new, n_disputed, n_containing } = draft;
  const agreed = Math.max(n_votes - n_new - n_disputed, 0);
  const width = (n: number) => ({ width: `${(100 * n) / Math.max(n_containing, 1)}%` });
  const all = n_votes >= n_containing;
  return (
    <>
      <div className={classes.reach} aria-hidden="true">
        <i data-part="new" style={width(n_new)} />
        <i data-part="agreed" style={width(agreed)} />
        <i data-part="disputed" style={width(n_disputed)} />
      </div>
      <p className={classes.hint}>
        {all
          ? `It votes on every one of the ${plural(n_containing, "text")} that contain it.`
          : `${plural(n_containing, "text")} contain it; those unlike this one are out of its reach.`}
      </p>
    </>
  );
}
