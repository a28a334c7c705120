import classes from "./ui.module.css";

/** So many stand there; more than one beyond them are folded away. */
const SHOWN = 3;

/** What a person should know. Fifty classes can make fifty notes: the first ones are shown, the others on demand. */
export function Notes({ notes }: { notes: readonly string[] }) {
  if (notes.length === 0) return null;
  const first = notes.length > SHOWN + 1 ? notes.slice(0, SHOWN) : notes;
  const others = notes.slice(first.length);
  return (
    <section className={classes.notes} aria-label="What you should know">
      <List notes={first} />
      {others.length > 0 && (
        <details data-testid="more-notes">
          <summary>{others.length} more</summary>
          <List notes={others} />
        </details>
      )}
    </section>
  );
}

function List({ notes }: { notes: readonly string[] }) {
  return (
    <ul>
      {notes.map((note) => (
        <li key={note} data-testid="note">
          {note}
        </li>
      ))}
    </ul>
  );
}
