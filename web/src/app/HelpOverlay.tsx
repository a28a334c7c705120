import "../theme/overlays";
import { Modal } from "@mantine/core";
import { Keys } from "../ui/Keys";
import classes from "./App.module.css";

type Row = readonly [keys: string, means: string];

const ANSWER: readonly Row[] = [
  ["1 … 9 0", "choose the class"],
  ["Enter", "do what the amber button says: save, next text"],
  ["L", "save the label only, without a function"],
  ["Space", "skip this text"],
  ["Ctrl Z", "undo the last answer"],
  ["Ctrl Shift Z", "give it again (Ctrl Y does, too)"],
  ["Esc", "let go of what is chosen"],
];

const WORDS: readonly Row[] = [
  ["← →", "go from word to word"],
  ["↑ ↓", "go between promising words"],
  ["W", "choose the word (Enter does, too)"],
  ["Shift ← →", "choose a phrase"],
  ["/", "find a word by typing"],
  ["PgUp PgDn", "scroll the text"],
];

const CORPUS: readonly Row[] = [
  ["/", "search the texts"],
  ["↑ ↓", "go from text to text"],
  ["Enter", "read one, and why"],
];

/** All keys, and the loop in two sentences. */
export default function HelpOverlay({ onClose }: { onClose: () => void }) {
  return (
    <Modal
      opened
      onClose={onClose}
      title="How to work here"
      size="lg"
      centered
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <div className={classes.help} data-testid="help">
        <p>
          Say which class the text belongs to, and which word gives it away. That makes a labeling function:
          it votes on the texts that have the word; where functions have a radius, on those of them that are
          like this one. The next text is there at once, and models learn behind it.
        </p>
        <KeyTable title="Answer" rows={ANSWER} />
        <KeyTable title="Choose a word" rows={WORDS} />
        <KeyTable title="Look through the corpus" rows={CORPUS} />
        <p>
          With the mouse: click a word; drag across words, or Shift-click a second one, for a phrase.
          Underlined words are those that made the text promising: an offer, not an answer.
        </p>
      </div>
    </Modal>
  );
}

function KeyTable({ title, rows }: { title: string; rows: readonly Row[] }) {
  return (
    <section>
      <h3>{title}</h3>
      <dl>
        {rows.map(([keys, means]) => (
          <KeyRow key={keys} keys={keys} means={means} />
        ))}
      </dl>
    </section>
  );
}

function KeyRow({ keys, means }: { keys: string; means: string }) {
  return (
    <>
      <dt>
        <Keys of={keys} spoken />
      </dt>
      <dd>{means}</dd>
    </>
  );
}
