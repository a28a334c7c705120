import { VisuallyHidden } from "@mantine/core";
import type { LabelingFunction, ProjectInfo } from "../../api/client";
import { count } from "../../text/format";
import { ClassMark } from "../../ui/ClassMark";
import classes from "./map.module.css";

interface Props {
  project: ProjectInfo;
  functions: readonly LabelingFunction[];
  /** The function that stays lit. */
  pinned: number | null;
  onPinned: (id: number | null) => void;
  onPointed: (id: number | null) => void;
}

/** The functions: pointing at one lights the texts it votes on, a click keeps them lit. */
export function FunctionList({ project, functions, pinned, onPinned, onPointed }: Props) {
  return (
    <section className={classes.card} aria-label="Functions">
      <h2>Functions</h2>
      {functions.length === 0 ? (
        <p className={classes.words}>
          None yet. Write them in <a href="#/label">Label</a>: here each shows the texts it lights.
        </p>
      ) : (
        <ul className={classes.functions} onMouseLeave={() => onPointed(null)}>
          {functions.map((f) => (
            <li key={f.id}>
              <button
                type="button"
                aria-pressed={pinned === f.id}
                data-silent={!f.enabled || undefined}
                onMouseEnter={() => onPointed(f.id)}
                onFocus={() => onPointed(f.id)}
                onBlur={() => onPointed(null)}
                onClick={() => onPinned(pinned === f.id ? null : f.id)}
                data-testid="map-function"
                data-primitive={f.primitive}
              >
                <ClassMark index={project.labels.indexOf(f.label)} />
                <bdi>{f.primitive}</bdi>
                <VisuallyHidden component="i">
                  {" "}
                  votes {f.label}
                  {f.enabled ? "" : ", silent"}:{" "}
                </VisuallyHidden>
                <span>{count(f.n_votes)}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
