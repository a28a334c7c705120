import type { Draft, DraftExample } from "../../api/client";
import { ClassName } from "../../ui/ClassName";
import own from "./draft.module.css";

/** Texts that the draft fits: the likest to the one on screen, and those at the edge of its reach. */
export function DraftExamples({ draft, labels }: { draft: Draft; labels: readonly string[] }) {
  const groups = [
    { title: "Nearest", examples: draft.nearest },
    { title: draft.outside.length > 0 ? "Just within its reach" : "Farthest", examples: draft.farthest },
    { title: "Just out of its reach", examples: draft.outside },
  ];
  return groups.map(
    ({ title, examples }) =>
      examples.length > 0 && (
        <div key={title} className={own.examples} data-testid="draft-examples">
          <h3>{title}</h3>
          <ul>
            {examples.map((example) => (
              <Example key={example.document} example={example} labels={labels} />
            ))}
          </ul>
        </div>
      ),
  );
}

function Example({ example, labels }: { example: DraftExample; labels: readonly string[] }) {
  let place = 0;
  return (
    <li data-out={!example.votes || undefined}>
      <p dir="auto">
        {example.pieces.map(({ text, found }) => {
          const key = place;
          place += text.length;
          return found ? <mark key={key}>{text}</mark> : <span key={key}>{text}</span>;
        })}
      </p>
      {example.label !== null && (
        <span className={own.predicted} title="What the model predicts">
          <ClassName index={labels.indexOf(example.label)} name={example.label} />
        </span>
      )}
    </li>
  );
}
