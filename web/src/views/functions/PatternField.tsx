import { useId } from "react";
import { usePatterns } from "../../api/queries";
import classes from "./dialog.module.css";

interface Props {
  value: string;
  error: string | null;
  /** Whether the kinds of patterns are open from the start. */
  explained: boolean;
  onChange: (value: string) => void;
}

/** What it looks for. What cannot be read is said beneath, and stays as it was typed. */
export function PatternField({ value, error, explained, onChange }: Props) {
  const id = useId();
  return (
    <div className={classes.field}>
      <label htmlFor={id}>Pattern</label>
      <input
        id={id}
        className={classes.input}
        value={value}
        dir="auto"
        maxLength={1000}
        placeholder="a word, a phrase or another pattern"
        autoComplete="off"
        spellCheck={false}
        aria-invalid={error !== null}
        aria-describedby={`${id}-error`}
        data-autofocus
        onChange={(event) => onChange(event.currentTarget.value)}
        data-testid="pattern-field"
      />
      <p id={`${id}-error`} className={classes.error} role="alert" data-testid="pattern-error">
        {error}
      </p>
      <details className={classes.kinds} open={explained}>
        <summary>Kinds of patterns</summary>
        <Kinds
          onPick={(example) => {
            onChange(example);
            document.getElementById(id)?.focus();
          }}
        />
      </details>
    </div>
  );
}

function Kinds({ onPick }: { onPick: (example: string) => void }) {
  const kinds = usePatterns().data ?? [];
  return (
    <ul>
      {kinds.map(({ kind, example }) => (
        <li key={kind}>
          <button type="button" onClick={() => onPick(example)} data-testid="kind-example">
            <code dir="ltr">{example}</code>
            <span>{kind}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
