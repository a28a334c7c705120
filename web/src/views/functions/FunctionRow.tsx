import { VisuallyHidden } from "@mantine/core";
import type { LabelingFunction, ProjectInfo } from "../../api/client";
import { count, percent, score, shorten } from "../../text/format";
import { ClassName } from "../../ui/ClassName";
import cells from "./cells.module.css";
import { PrecisionBar } from "./PrecisionBar";
import { kindOf } from "./patterns";
import { RowMenu } from "./RowMenu";
import { reachAtLength, reachInWords } from "./reach";
import classes from "./table.module.css";
import { useFunctionActions } from "./useFunctionActions";

interface Props {
  f: LabelingFunction;
  project: ProjectInfo;
  onSource: (source: LabelingFunction) => void;
  onEdit: (f: LabelingFunction) => void;
}

export function FunctionRow({ f, project, onSource, onEdit }: Props) {
  const { turn } = useFunctionActions();
  return (
    <tr
      data-testid="function-row"
      data-id={f.id}
      data-primitive={f.primitive}
      data-label={f.label}
      data-silent={!f.enabled || undefined}
    >
      <th scope="row" data-column="primitive">
        <Pattern f={f} onEdit={onEdit} />
      </th>
      <td data-column="label" title={f.label}>
        <ClassName index={project.labels.indexOf(f.label)} name={f.label} />
      </td>
      <td data-column="votes" data-number>
        {count(f.n_votes)} {f.n_votes !== f.n_containing && <small>of {count(f.n_containing)}</small>}
      </td>
      <td data-column="coverage" data-number>
        {percent(f.coverage)}
      </td>
      <td data-column="overlaps" data-number>
        {percent(f.overlaps)}
      </td>
      <td data-column="conflicts" data-number>
        {percent(f.conflicts)}
      </td>
      <td data-column="precision">
        <PrecisionBar precision={f.precision} />
      </td>
      {project.has_gold && (
        <td data-column="accuracy" data-number>
          {f.accuracy === null ? "–" : score(f.accuracy)}
        </td>
      )}
      <td data-column="reach" data-number title={reachAtLength(f)}>
        {f.radius === null ? <small>everywhere</small> : reachInWords(f)}
      </td>
      <td data-column="written">
        <Origin f={f} onSource={onSource} />
      </td>
      <td data-column="enabled">
        <button
          type="button"
          role="switch"
          className={cells.switch}
          aria-checked={f.enabled}
          aria-label={`“${f.primitive}” votes ${f.label}`}
          title={f.enabled ? "It votes. Have it silent" : "It is silent. Have it vote"}
          onClick={() => turn(f)}
          data-testid="enabled"
        />
      </td>
      <td data-column="more">
        <RowMenu f={f} onEdit={onEdit} />
      </td>
    </tr>
  );
}

/** What it looks for, of which kind that is, and whether it is silent. A click changes it. */
function Pattern({ f, onEdit }: Pick<Props, "f" | "onEdit">) {
  const kind = kindOf(f.primitive);
  return (
    <span className={classes.pattern}>
      <button type="button" title={f.primitive} onClick={() => onEdit(f)} data-testid="edit">
        <bdi>{f.primitive}</bdi>
        <VisuallyHidden>: change it</VisuallyHidden>
      </button>
      {kind && (
        <small title={kind} data-testid="kind">
          {kind}
        </small>
      )}
      {!f.enabled && (
        <small className={classes.silent} data-testid="silent">
          silent
        </small>
      )}
    </span>
  );
}

/** The text it was written on, which a click shows whole. */
function Origin({ f, onSource }: Pick<Props, "f" | "onSource">) {
  if (f.document === null) return <small data-testid="brought">brought in</small>;
  return (
    <button
      type="button"
      className={classes.excerpt}
      dir="auto"
      aria-label={`The text that “${f.primitive}” was written on: ${f.excerpt}`}
      onClick={() => onSource(f)}
      data-testid="source"
    >
      {shorten(f.excerpt.replace(/\s+/g, " ").trim(), 90)}
    </button>
  );
}
