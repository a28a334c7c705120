import type { ReactNode } from "react";
import { plural } from "../../text/format";
import { ClassName } from "../../ui/ClassName";
import { KeysFor, KeysForClasses, useKeyName } from "../../ui/Keys";
import classes from "./aside.module.css";
import { DraftFigures, Warning } from "./DraftFigures";
import shared from "./label.module.css";
import { ReachSlider } from "./ReachSlider";
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
  const enter = useKeyName("primary") || "the button";
  if (primitive === null && label === null) return <Start n={labeling.project.labels.length} />;
  if (primitive === null) {
    return (
      <Hint>
        Now the word that gives it away. Without one, {enter} saves the label of this text and no function.
      </Hint>
    );
  }
  if (label === null) return <WordOnly labeling={labeling} primitive={primitive} />;
  if (draft.isError) return <Warning>{draft.error.message}</Warning>;
  return (
    <DraftFigures
      draft={draft.data ?? null}
      late={draft.isPlaceholderData}
      labels={labeling.project.labels}
      reach={
        <ReachSlider
          percentile={labeling.selection.percentile}
          byDefault={labeling.project.contextualizer}
          choose={labeling.choose}
        />
      }
    />
  );
}

function Start({ n }: { n: number }) {
  return (
    <ol className={classes.start}>
      <li>
        Which class? <KeysForClasses n={n} />
      </li>
      <li>
        Which word gives it away? Click it, or go there by <KeysFor action={["word_left", "word_right"]} />
      </li>
      <li>
        Save, and the next text is there. <KeysFor action="primary" />
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
