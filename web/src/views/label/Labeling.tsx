import { ActionBar } from "./ActionBar";
import answer from "./answer.module.css";
import { ClassButtons } from "./ClassButtons";
import { DocumentMeta } from "./DocumentMeta";
import { DocumentText } from "./DocumentText";
import { DraftCard } from "./DraftCard";
import { FindWord } from "./FindWord";
import classes from "./label.module.css";
import { type Subject, useLabeling } from "./useLabeling";
import { useLabelKeys } from "./useLabelKeys";
import { WhyCard } from "./WhyCard";

/** One text: reading it, choosing a class and a word, saving. */
export function Labeling(subject: Subject) {
  const labeling = useLabeling(subject);
  useLabelKeys(labeling);
  const { suggestion, selection, choose } = labeling;
  const { document } = suggestion;
  return (
    <div className={classes.work}>
      <section
        className={`${classes.card} ${classes.document}`}
        aria-label={`Text in row ${document.row}`}
        data-testid="document-card"
        data-document={document.document}
      >
        <DocumentMeta suggestion={suggestion} onFind={() => labeling.setFinding(true)} />
        {labeling.finding && (
          <FindWord
            words={labeling.words}
            candidates={suggestion.candidates}
            onClose={() => labeling.setFinding(false)}
            choose={choose}
          />
        )}
        <DocumentText labeling={labeling} />
        <div className={answer.bottom}>
          <ClassButtons
            labels={subject.project.labels}
            chosen={selection.label}
            onChoose={(label) => choose({ type: "class", label })}
          />
          <ActionBar labeling={labeling} />
        </div>
      </section>
      <aside className={classes.aside}>
        <DraftCard labeling={labeling} />
        <WhyCard labeling={labeling} />
      </aside>
    </div>
  );
}
