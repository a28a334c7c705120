import { VisuallyHidden } from "@mantine/core";
import { useMemo, useState } from "react";
import type { LabelingFunction, ProjectInfo } from "../../api/client";
import { ArrowIcon } from "../../ui/icons";
import { FunctionRow } from "./FunctionRow";
import { type Column, type Order, ordered, sorted } from "./sorting";
import classes from "./table.module.css";

interface Head {
  column: Column;
  title: string;
  means: string;
  number?: boolean;
}

const HEADS: readonly Head[] = [
  { column: "primitive", title: "Pattern", means: "Texts that it fits …" },
  { column: "label", title: "Votes", means: "… are voted this class" },
  {
    column: "votes",
    title: "On texts",
    means: "Texts it votes on, of those that its pattern fits",
    number: true,
  },
  { column: "coverage", title: "Coverage", means: "Share of all texts it votes on", number: true },
  {
    column: "overlaps",
    title: "Overlaps",
    means: "Share of all texts on which another function votes, too",
    number: true,
  },
  {
    column: "conflicts",
    title: "Conflicts",
    means: "Share of all texts on which another function votes another class",
    number: true,
  },
  {
    column: "precision",
    title: "Right, estimated",
    means: "How often its votes are expected to be right, and between which shares nine times in ten",
  },
  {
    column: "accuracy",
    title: "Accuracy",
    means: "Share of its votes that are right, by gold",
    number: true,
  },
  { column: "reach", title: "Reach", means: "How far from its own text it votes", number: true },
  { column: "written", title: "Written on", means: "The text it was written on; newest first" },
  { column: "enabled", title: "On", means: "Whether it votes" },
];

interface Props {
  project: ProjectInfo;
  functions: readonly LabelingFunction[];
  onSource: (source: LabelingFunction) => void;
  onEdit: (f: LabelingFunction) => void;
}

/** One line for each function. In a narrow window the less important columns go. */
export function FunctionTable({ project, functions, onSource, onEdit }: Props) {
  const [order, setOrder] = useState<Order>({ column: "written", descending: true });
  const rows = useMemo(() => sorted(functions, order), [functions, order]);
  const heads = HEADS.filter((head) => head.column !== "accuracy" || project.has_gold);
  return (
    <div className={classes.frame}>
      <table className={classes.table}>
        <thead>
          <tr>
            {heads.map((head) => (
              <HeadCell key={head.column} head={head} order={order} onOrder={setOrder} />
            ))}
            <th scope="col" data-column="more">
              <VisuallyHidden>More</VisuallyHidden>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((f) => (
            <FunctionRow key={f.id} f={f} project={project} onSource={onSource} onEdit={onEdit} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface HeadProps {
  head: Head;
  order: Order;
  onOrder: (order: Order) => void;
}

function HeadCell({ head, order, onOrder }: HeadProps) {
  const sortedBy = order.column === head.column;
  const direction = order.descending ? "descending" : "ascending";
  return (
    <th
      scope="col"
      data-column={head.column}
      data-number={head.number}
      aria-sort={sortedBy ? direction : "none"}
    >
      <button
        type="button"
        className={classes.sort}
        title={head.means}
        onClick={() => onOrder(ordered(order, head.column))}
        data-testid={`sort-${head.column}`}
      >
        {head.title}
        <span data-shown={sortedBy || undefined}>
          <ArrowIcon down={!sortedBy || order.descending} />
        </span>
      </button>
    </th>
  );
}
