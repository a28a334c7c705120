import { VisuallyHidden } from "@mantine/core";
import { type CSSProperties, useMemo } from "react";
import type { FunctionTable, LabelingFunction, ProjectInfo } from "../../api/client";
import { plural } from "../../text/format";
import { ClassMark } from "../../ui/ClassMark";
import { conflictMatrix, heat, type Matrix } from "./conflicts";
import classes from "./conflicts.module.css";

const compact = new Intl.NumberFormat("en", { notation: "compact" });

interface Props {
  project: ProjectInfo;
  table: FunctionTable;
  id: string;
}

/** On how many texts each two functions vote different classes. */
export function ConflictsPanel({ project, table, id }: Props) {
  const { functions, conflicts } = table;
  const matrix = useMemo(
    () => conflictMatrix(functions, conflicts, project.labels),
    [functions, conflicts, project.labels],
  );
  return (
    <section id={id} className={classes.panel} aria-label="Conflicts" data-testid="conflicts">
      <p className={classes.lead}>{leadOf(matrix)}</p>
      {matrix.functions.length > 0 && (
        <section
          className={classes.scroller}
          aria-label="Conflicts of two functions each"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard has to reach it
          tabIndex={0}
        >
          <Heat matrix={matrix} labels={project.labels} />
        </section>
      )}
    </section>
  );
}

function leadOf({ functions, n_peaceful, n_beyond }: Matrix): string {
  if (functions.length === 0) return "No two functions vote different classes on the same text.";
  const left = n_peaceful > 0 ? [`${plural(n_peaceful, "function")} without any`] : [];
  const less = n_beyond > 0 ? [`${plural(n_beyond, "function")} with fewer`] : [];
  const out = [...left, ...less].join(" and ");
  return `On how many texts two functions vote different classes.${out && ` Left out: ${out}.`}`;
}

function Heat({ matrix, labels }: { matrix: Matrix; labels: readonly string[] }) {
  const { functions, counts, most } = matrix;
  return (
    <table className={classes.heat}>
      <thead>
        <tr>
          <td />
          {functions.map((f) => (
            <th key={f.id} scope="col" title={inWords(f)}>
              <Name f={f} labels={labels} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {functions.map((f, row) => (
          <tr key={f.id}>
            <th scope="row" title={inWords(f)}>
              <Name f={f} labels={labels} />
            </th>
            {functions.map((other, column) => (
              <Cell key={other.id} n={counts[row]?.[column] ?? 0} most={most} f={f} other={other} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const inWords = (f: LabelingFunction): string =>
  `“${f.primitive}” votes ${f.label}${f.enabled ? "" : ", silent"}`;

function Name({ f, labels }: { f: LabelingFunction; labels: readonly string[] }) {
  return (
    <span>
      <ClassMark index={labels.indexOf(f.label)} size={9} />
      <bdi>{f.primitive}</bdi>
      <VisuallyHidden>
        {" "}
        votes {f.label}
        {!f.enabled && ", silent"}
      </VisuallyHidden>
    </span>
  );
}

interface CellProps {
  n: number;
  most: number;
  f: LabelingFunction;
  other: LabelingFunction;
}

function Cell({ n, most, f, other }: CellProps) {
  if (n === 0) {
    return (
      <td>
        <VisuallyHidden>0</VisuallyHidden>
      </td>
    );
  }
  return (
    <td
      style={{ "--heat": heat(n, most) } as CSSProperties}
      title={`${inWords(f)}, “${other.primitive}” votes ${other.label}: on ${plural(n, "text")}`}
      data-testid="conflict"
      data-n={n}
    >
      {compact.format(n)}
    </td>
  );
}
