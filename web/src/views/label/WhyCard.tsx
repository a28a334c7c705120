import type { Dispatch } from "react";
import { amount } from "../../text/format";
import { occurrences, type Word } from "../../text/words";
import { AroundIt } from "../../ui/AroundIt";
import { ClassName } from "../../ui/ClassName";
import classes from "./aside.module.css";
import shared from "./label.module.css";
import { SecondChoice, StrategySelect } from "./SecondChoice";
import type { Choice } from "./selection";
import type { Labeling } from "./useLabeling";
import { type Bar, barsOf, isInformed, whySentence } from "./why";

/** Why this text: the sentence, a bar for each reason, and how sure the models are around it; and another one instead. */
export function WhyCard({ labeling }: { labeling: Labeling }) {
  const { suggestion, project, words, choose } = labeling;
  const bars = isInformed(suggestion) ? barsOf(suggestion.reasons) : [];
  return (
    <section className={`${shared.card} ${classes.why}`} aria-label="Why this text" data-testid="why">
      <h2 className={classes.heading}>Why this text</h2>
      <p className={classes.hint}>{whySentence(suggestion)}</p>
      <AroundIt document={suggestion.document.document} />
      <SecondChoice labeling={labeling} />
      {/* Before the bars: of many classes these are many, and would push it out of sight. */}
      <StrategySelect labeling={labeling} />
      {bars.length > 0 && (
        <ol className={classes.bars}>
          {bars.map((bar) => (
            <li key={`${bar.primitive}/${bar.label}`}>
              <ReasonBar bar={bar} index={project.labels.indexOf(bar.label)} words={words} choose={choose} />
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

interface BarProps {
  bar: Bar;
  index: number;
  words: readonly Word[];
  choose: Dispatch<Choice>;
}

/** A click chooses the word and leaves the class to the person: the bar says what is likely, not what is right. */
function ReasonBar({ bar, index, words, choose }: BarProps) {
  const place = occurrences(words, bar.primitive)[0];
  return (
    <button
      type="button"
      className={classes.bar}
      data-testid="reason"
      data-primitive={bar.primitive}
      title={`Choose “${bar.primitive}”`}
      disabled={!place}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => place && choose({ type: "drag", from: place.from, to: place.to })}
    >
      <span className={classes.reason}>
        <bdi>{bar.primitive}</bdi>
      </span>
      <ClassName index={index} name={bar.label} />
      <span className={classes.number}>+{amount(bar.contribution)}</span>
      <i style={{ width: `${bar.length * 100}%` }} />
    </button>
  );
}
