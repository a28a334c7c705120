import "uplot/dist/uPlot.min.css";
import { useComputedColorScheme } from "@mantine/core";
import { useEffect, useRef } from "react";
import uPlot from "uplot";
import type { CurvePoint, EstimatePoint } from "../api/client";
import { percent, score } from "../text/format";
import { roomFor } from "./scale";
import classes from "./ui.module.css";

interface Props {
  /** Measured against gold, or estimated without. */
  points: readonly CurvePoint[] | readonly EstimatePoint[];
  /** A line without axes, for the strip. */
  small?: boolean;
}

/** The learning curve. The numbers are in its label, for those who do not see it. */
export default function Curve({ points, small = false }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const scheme = useComputedColorScheme("light");
  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours are read anew when the scheme changes
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const plot = new uPlot(
      optionsOf(element, small, isEstimated(points), points.length),
      dataOf(points),
      element,
    );
    const observer = new ResizeObserver(() => plot.setSize(sizeOf(element, small)));
    observer.observe(element);
    return () => {
      observer.disconnect();
      plot.destroy();
    };
  }, [points, small, scheme]);
  return (
    <div ref={box} className={classes.curve} role="img" aria-label={spoken(points)} data-testid="curve" />
  );
}

type Points = Props["points"];

const isEstimated = (points: Points): points is readonly EstimatePoint[] =>
  points[0] !== undefined && "low" in points[0];

function dataOf(points: Points): uPlot.AlignedData {
  const shared = [points.map((point) => point.step), points.map((point) => point.accuracy)] as const;
  return isEstimated(points)
    ? [...shared, points.map((point) => point.high), points.map((point) => point.low)]
    : [...shared, points.map((point) => point.f1)];
}

const sizeOf = (element: HTMLElement, small: boolean) => ({
  width: element.clientWidth,
  height: small ? 40 : 320,
});

/** A line of one or two points is no line: then the points are shown. */
function optionsOf(element: HTMLElement, small: boolean, estimated: boolean, n: number): uPlot.Options {
  const colour = (name: string) => getComputedStyle(element).getPropertyValue(name);
  const axis = {
    stroke: colour("--mute"),
    grid: { stroke: colour("--line"), width: 1 },
    ticks: { show: false },
    font: "12px system-ui",
  };
  const marked = !small && (estimated || n < 3);
  return {
    ...sizeOf(element, small),
    legend: { show: false },
    cursor: { show: !small, y: false, points: { size: 7 } },
    padding: small ? [4, 3, 4, 3] : [12, 16, 0, 0],
    scales: { x: { time: false }, y: { range: (_, low, high) => roomFor(low, high) } },
    axes: small
      ? [{ show: false }, { show: false }]
      : [
          {
            ...axis,
            label: "answer",
            labelFont: "12px system-ui",
            labelSize: 18,
            size: 30,
            incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000],
          },
          {
            ...axis,
            // Hundredths, as they are written: steps of 0.025 would read 0.75, 0.78, 0.80.
            incrs: [0.01, 0.02, 0.05, 0.1, 0.2, 0.5],
            values: (_, ticks) => ticks.map((tick) => tick.toFixed(2)),
          },
        ],
    series: [
      {},
      { label: "accuracy", stroke: colour("--lamp"), width: 2, points: { show: marked } },
      ...(estimated
        ? ["high", "low"].map((label) => edge(label, colour("--lamp")))
        : [f1(!small, marked, colour)]),
    ],
    ...(estimated && { bands: [{ series: [2, 3], fill: tinted(colour("--lamp")) }] }),
  };
}

const f1 = (show: boolean, marked: boolean, colour: (name: string) => string): uPlot.Series => ({
  label: "F1",
  show,
  stroke: colour("--class-2"),
  width: 1.5,
  dash: [6, 4],
  points: { show: marked },
});

const edge = (label: string, stroke: string): uPlot.Series => ({
  label,
  stroke,
  width: 0.5,
  points: { show: false },
});

const tinted = (colour: string): string => `color-mix(in srgb, ${colour} 18%, transparent)`;

function spoken(points: Points): string {
  const estimate = isEstimated(points) ? points.at(-1) : undefined;
  if (estimate)
    return `Accuracy, estimated from your labels: ${percent(estimate.accuracy)} after answer ${estimate.step}, between ${percent(estimate.low)} and ${percent(estimate.high)}`;
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) return "No learning curve yet";
  return `Accuracy against gold: ${score(first.accuracy)} after answer ${first.step}, ${score(last.accuracy)} after answer ${last.step}`;
}
