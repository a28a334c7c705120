import type { Explanation, WordWeight } from "../../api/client";
import { percent } from "../../text/format";
import { ClassName } from "../../ui/ClassName";
import { Meter } from "../../ui/Meter";
import classes from "./drawer.module.css";
import { predictionInWords, signed } from "./explained";

/** What the label model believes and the end model predicts, class by class, and the words that decide it. */
export function Shares({ said, labels }: { said: Explanation; labels: readonly string[] }) {
  const voted = said.functions.some((f) => f.votes);
  return (
    <section className={classes.section} aria-label="Belief and prediction">
      <h3>What comes of it</h3>
      <p data-testid="prediction">{predictionInWords(said)}</p>
      <table className={classes.shares}>
        <thead>
          <tr>
            <th scope="col">Class</th>
            <th scope="col">{voted ? "The votes say" : "Without votes"}</th>
            <th scope="col">The model says</th>
          </tr>
        </thead>
        <tbody>
          {labels.map((label, index) => (
            <tr key={label} data-testid="share" data-label={label}>
              <th scope="row" title={label}>
                <ClassName index={index} name={label} />
              </th>
              <Share share={said.belief[label]} />
              <Share share={said.prediction?.[label]} />
            </tr>
          ))}
        </tbody>
      </table>
      {said.predicted !== null && (
        <div className={classes.words}>
          <Words title={`Words for ${said.predicted}`} words={said.words_for} testId="words-for" />
          <Words title="Words against it" words={said.words_against} testId="words-against" />
        </div>
      )}
    </section>
  );
}

function Share({ share }: { share: number | undefined }) {
  if (share === undefined) return <td>–</td>;
  return (
    <td>
      {percent(share)}
      <Meter share={share} />
    </td>
  );
}

interface WordsProps {
  title: string;
  words: readonly WordWeight[];
  testId: string;
}

function Words({ title, words, testId }: WordsProps) {
  return (
    <div data-testid={testId}>
      <h4>{title}</h4>
      {words.length === 0 ? (
        <p>none</p>
      ) : (
        <ul>
          {words.map(({ word, weight }) => (
            <li key={word}>
              <bdi>{word}</bdi> <small>{signed(weight)}</small>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
