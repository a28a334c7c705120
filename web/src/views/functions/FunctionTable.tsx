import { Table, VisuallyHidden } from "@mantine/core";
import { useMemo, useState } from "react";
import type { LabelingFunction, ProjectInfo } from "../../api/client";
import { useBusy } from "../../api/queries";
import { count, percent, score, shorten } from "../../text/format";
import { ClassName } from "../../ui/ClassName";
import { ArrowIcon } from "../../ui/icons";
import classes from "./functions.module.css";
import { type Column, type Order, ordered, sorted } from "./sorting";
import { useWithdraw } from "./useWithdraw";

interface Head {
  column: Column;
  title: string;
  means: string;
  number: boolean;
}

const HEADS: readonly Head[] = [
  { column: "primitive", title: "Word", means: "Texts with this word or phrase …", number: false },
  { column: "label", title: "Votes", means: "… are voted this class", number: false },
  {
    column: "votes",
    title: "On texts",
    means: "Texts it votes on, of those that contain the word",
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
    column: "accuracy",
    title: "Accuracy",
    means: "Share of its votes that are right, by gold",
    number: true,
  },
  {
    column: "radius",
    title: "Radius",
    means: "The greatest distance from its own text at which it votes",
    number: true,
  },
];

interface Props {
  project: ProjectInfo;
  functions: readonly LabelingFunction[];
  onSource: (source: LabelingFunction) => void;
}

export function FunctionTable({ project, functions, onSource }: Props) {
  const [order, setOrder] = useState<Order>({ column: "written", descending: true });
  const rows = useMemo(() => sorted(functions, order), [functions, order]);
  const heads = HEADS.filter((head) => head.column !== "accuracy" || project.has_gold);
  return (
    <div className={classes.scroller}>
      <Table className={classes.table} verticalSpacing={9} highlightOnHover highlightOnHoverColor="var(--bg)">
        <Table.Thead>
          <Table.Tr>
            {heads.map((head) => (
              <HeadCell key={head.column} head={head} order={order} onOrder={setOrder} />
            ))}
            <Table.Th scope="col">
              <SortButton
                head={{
                  column: "written",
                  title: "Written on",
                  means: "The text it was written on; newest first",
                  number: false,
                }}
                order={order}
                onOrder={setOrder}
              />
            </Table.Th>
            <Table.Th scope="col">
              <VisuallyHidden>Withdraw</VisuallyHidden>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((f) => (
            <Row key={f.id} f={f} project={project} onSource={onSource} />
          ))}
        </Table.Tbody>
      </Table>
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
    <Table.Th scope="col" data-number={head.number || undefined} aria-sort={sortedBy ? direction : "none"}>
      <SortButton head={head} order={order} onOrder={onOrder} />
    </Table.Th>
  );
}

function SortButton({ head, order, onOrder }: HeadProps) {
  return (
    <button
      type="button"
      className={classes.sort}
      title={head.means}
      onClick={() => onOrder(ordered(order, head.column))}
      data-testid={`sort-${head.column}`}
    >
      {head.title}
      <span data-shown={order.column === head.column || undefined}>
        <ArrowIcon down={order.column !== head.column || order.descending} />
      </span>
    </button>
  );
}

interface RowProps {
  f: LabelingFunction;
  project: ProjectInfo;
  onSource: (source: LabelingFunction) => void;
}

function Row({ f, project, onSource }: RowProps) {
  return (
    <Table.Tr data-testid="function-row" data-id={f.id} data-primitive={f.primitive} data-label={f.label}>
      <Table.Th scope="row" className={classes.primitive}>
        <bdi>{f.primitive}</bdi>
      </Table.Th>
      <Table.Td>
        <ClassName index={project.labels.indexOf(f.label)} name={f.label} />
      </Table.Td>
      <Table.Td data-number>
        {count(f.n_votes)} <small>of {count(f.n_containing)}</small>
      </Table.Td>
      <Table.Td data-number>{percent(f.coverage)}</Table.Td>
      <Table.Td data-number>{percent(f.overlaps)}</Table.Td>
      <Table.Td data-number>{percent(f.conflicts)}</Table.Td>
      {project.has_gold && <Table.Td data-number>{f.accuracy === null ? "–" : score(f.accuracy)}</Table.Td>}
      <Table.Td data-number>{f.radius === null ? <small>everywhere</small> : f.radius.toFixed(2)}</Table.Td>
      <Table.Td>
        <button
          type="button"
          className={classes.excerpt}
          dir="auto"
          onClick={() => onSource(f)}
          data-testid="source"
        >
          {shorten(f.excerpt.replace(/\s+/g, " ").trim(), 90)}
        </button>
      </Table.Td>
      <Table.Td>
        <WithdrawButton f={f} />
      </Table.Td>
    </Table.Tr>
  );
}

function WithdrawButton({ f }: { f: LabelingFunction }) {
  const withdraw = useWithdraw();
  const busy = useBusy();
  return (
    <button
      type="button"
      className={classes.withdraw}
      aria-label={`Withdraw “${f.primitive}” votes ${f.label}`}
      disabled={busy}
      onClick={() => void withdraw(f)}
      data-testid="withdraw"
    >
      Withdraw
    </button>
  );
}
