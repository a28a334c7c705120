import type { ReactNode } from "react";
import { useProject } from "../../api/queries";
import { keyOf, nameOf } from "../../keys/keymap";
import { useKeymap } from "../../keys/keymapStore";
import { Keys, KeysFor, KeysForClasses } from "../../ui/Keys";
import classes from "./help.module.css";

/** All keys, by what they are for. Those of lists and of the map are what such things have everywhere, and stay. */
export function KeyTables() {
  return (
    <div className={classes.help}>
      <Answer />
      <Words />
      <Everywhere />
      <Table title="Functions">
        <Row keys={<KeysFor action="find" spoken />}>filter by word or class</Row>
        <Row keys={<Keys of="Esc" spoken />}>in the filter: empty it</Row>
      </Table>
      <Table title="Corpus">
        <Row keys={<KeysFor action="find" spoken />}>search the texts</Row>
        <Row keys={<Keys of="↑ ↓" spoken />}>go from text to text</Row>
        <Row keys={<Keys of="PgUp PgDn" spoken />}>go a screenful on</Row>
        <Row keys={<Keys of="Home End" spoken />}>go to the first, the last</Row>
        <Row keys={<Keys of="Enter" spoken />}>read one, and why</Row>
      </Table>
      <Table title="Map, when it has the keyboard">
        <Row keys={<Keys of="← → ↑ ↓" spoken />}>move it</Row>
        <Row keys={<Keys of="+ -" spoken />}>come nearer, go farther away</Row>
        <Row keys={<Keys of="0" spoken />}>show all of it</Row>
        <Row keys={<Keys of="Enter" spoken />}>open the text nearest to the middle</Row>
        <Row keys={<Keys of="Esc" spoken />}>let go of what is chosen</Row>
      </Table>
      <p>
        With the mouse: click a word; drag across words, or Shift-click a second one, for a phrase. Underlined
        words are those that made the text promising: an offer, not an answer. On the map a drag moves, the
        wheel zooms, and Shift with a drag draws a line around texts.
      </p>
    </div>
  );
}

function Answer() {
  const n = useProject().data?.labels.length ?? 10;
  return (
    <Table title="Answer">
      <Row keys={<KeysForClasses n={n} spoken />}>choose the class</Row>
      <Row keys={<KeysFor action="primary" spoken />}>do what the amber button says: save, next text</Row>
      <Row keys={<KeysFor action="label_only" spoken />}>save the label only, without a function</Row>
      <Row keys={<KeysFor action="skip" spoken />}>skip this text</Row>
      <Row keys={<KeysFor action="similar" spoken />}>another text like this one</Row>
      <Row keys={<KeysFor action="different" spoken />}>something different</Row>
      <Row keys={<KeysFor action="clear" spoken />}>let go of what is chosen</Row>
    </Table>
  );
}

function Words() {
  const keymap = useKeymap();
  const sides = [keyOf(keymap, "word_left"), keyOf(keymap, "word_right")].join(" ");
  const enter = keyOf(keymap, "primary");
  return (
    <Table title="Choose a word">
      <Row keys={<Keys of={sides} spoken />}>go from word to word</Row>
      <Row keys={<KeysFor action={["up", "down"]} spoken />}>go between promising words</Row>
      <Row keys={<KeysFor action="pick" spoken />}>choose the word {enter && `(${enter} does, too)`}</Row>
      <Row keys={<Keys of={`Shift ${sides}`} spoken />}>choose a phrase</Row>
      <Row keys={<KeysFor action="find" spoken />}>find a word by typing</Row>
      <Row keys={<KeysFor action={["reach_less", "reach_more"]} spoken />}>
        let the function reach fewer texts, more texts
      </Row>
      <Row keys={<KeysFor action={["scroll_up", "scroll_down"]} spoken />}>scroll the text</Row>
    </Table>
  );
}

function Everywhere() {
  const [, another] = useKeymap().redo;
  return (
    <Table title="Everywhere">
      <Row keys={<KeysFor action="undo" spoken />}>undo the last answer, or go back to the text before</Row>
      <Row keys={<KeysFor action="redo" spoken />}>
        give it again {another && `(${nameOf(another)} does, too)`}
      </Row>
      <Row keys={<KeysFor action="help" spoken />}>show this help</Row>
    </Table>
  );
}

function Table({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h3>{title}</h3>
      <dl>{children}</dl>
    </section>
  );
}

function Row({ keys, children }: { keys: ReactNode; children: ReactNode }) {
  return (
    <>
      <dt>{keys}</dt>
      <dd>{children}</dd>
    </>
  );
}
