import { VisuallyHidden } from "@mantine/core";
import type { Explanation, FunctionHere } from "../../api/client";
import { ClassName } from "../../ui/ClassName";
import classes from "./drawer.module.css";
import { reachInWords, sumOfVotes } from "./explained";
import { pathOfFunction } from "./query";

/** The functions that look for words of this text, those that vote first. */
export function VotesHere({ said, labels }: { said: Explanation; labels: readonly string[] }) {
  const near = said.functions.filter((f) => f.votes);
  const far = said.functions.filter((f) => !f.votes);
  return (
    <section className={classes.section} aria-label="Votes" data-testid="votes">
      <h3>Votes</h3>
      <p>{sumOfVotes(said)}</p>
      {said.functions.length > 0 && (
        <ul className={classes.votes}>
          {[...near, ...far].map((f) => (
            <Vote key={f.number} f={f} index={labels.indexOf(f.label)} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Vote({ f, index }: { f: FunctionHere; index: number }) {
  return (
    <li data-testid="vote" data-votes={f.votes} data-id={f.number} className={classes.vote}>
      <span>
        <b>
          “<bdi>{f.primitive}</bdi>”
        </b>{" "}
        {f.votes ? "votes" : "would vote"} <ClassName index={index} name={f.label} />
      </span>
      {f.distance !== null && <small>{reachInWords(f)}</small>}
      <a href={pathOfFunction(f.number)}>
        all its texts
        <VisuallyHidden>: those that “{f.primitive}” votes on</VisuallyHidden>
      </a>
    </li>
  );
}
