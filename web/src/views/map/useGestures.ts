/** Wheel, drag, pinch, lasso and click. The painter moves the map; what was chosen or pointed at is told. */
import { type PointerEvent, type RefObject, useEffect, useRef } from "react";
import type { Point } from "./camera";
import { wheelFactor } from "./camera";
import type { Painter } from "./painter";

interface Told {
  /** Whether a drag draws a line, as with Shift. */
  lassoing: boolean;
  /** The line that is being drawn, on the map; empty when it is done. */
  onLine: (line: readonly Point[]) => void;
  onEnclosed: (line: readonly Point[]) => void;
  /** Where the mouse is, on the host; nothing when it is elsewhere. */
  onPoint: (at: Point | null) => void;
  onClick: (at: Point) => void;
}

/** Pixels that a hand moves in a click. */
const STILL = 4;
/** Pixels between two corners of a line. */
const CORNERS = 4;

const distance = ([ax, ay]: Point, [bx, by]: Point): number => Math.hypot(ax - bx, ay - by);

export function useGestures(
  host: RefObject<HTMLElement | null>,
  painter: RefObject<Painter | null>,
  told: Told,
) {
  const latest = useRef(told);
  latest.current = told;
  useWheel(host, painter, latest);
  const held = useRef({ pointers: new Map<number, Point>(), line: [] as Point[], moved: 0 });

  const placeOf = (event: PointerEvent): Point => {
    const box = host.current?.getBoundingClientRect();
    return [event.clientX - (box?.left ?? 0), event.clientY - (box?.top ?? 0)];
  };

  const onPointerDown = (event: PointerEvent) => {
    if (event.button !== 0 || !painter.current) return;
    const at = placeOf(event);
    const { pointers } = held.current;
    host.current?.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, at);
    const draws = pointers.size === 1 && (event.shiftKey || latest.current.lassoing);
    held.current.line = draws ? [painter.current.onMap(at)] : [];
    held.current.moved = pointers.size > 1 ? STILL : 0;
    latest.current.onPoint(null);
    latest.current.onLine(held.current.line);
  };

  const onPointerMove = (event: PointerEvent) => {
    const at = placeOf(event);
    const { pointers, line } = held.current;
    const before = pointers.get(event.pointerId);
    if (!painter.current) return;
    if (!before) {
      if (event.pointerType === "mouse") latest.current.onPoint(at);
      return;
    }
    held.current.moved += distance(before, at);
    const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
    if (other) pinch(painter.current, other, before, at);
    else if (line.length > 0) {
      const place = painter.current.onMap(at);
      if (distance(line[line.length - 1] as Point, place) < painter.current.span(CORNERS)) return;
      held.current.line = [...line, place];
      latest.current.onLine(held.current.line);
    } else painter.current.pan(at[0] - before[0], at[1] - before[1]);
    pointers.set(event.pointerId, at);
  };

  const onPointerUp = (event: PointerEvent) => {
    const { pointers, line, moved } = held.current;
    if (!pointers.delete(event.pointerId)) return;
    held.current.line = [];
    latest.current.onLine([]);
    if (event.type === "pointercancel") return;
    if (moved < STILL) latest.current.onClick(placeOf(event));
    else if (line.length > 2) latest.current.onEnclosed(line);
  };

  return {
    onPointerDown,
    onPointerMove,
    onPointerUp,
    onPointerCancel: onPointerUp,
    onPointerLeave: () => latest.current.onPoint(null),
  };
}

/** Two fingers: what lay between them stays there. */
function pinch(painter: Painter, other: Point, before: Point, at: Point): void {
  const middle: Point = [(other[0] + at[0]) / 2, (other[1] + at[1]) / 2];
  painter.pan((at[0] - before[0]) / 2, (at[1] - before[1]) / 2);
  painter.zoom(middle, Math.max(distance(other, at), 1) / Math.max(distance(other, before), 1));
}

/** React listens to wheels passively, so that the page would scroll too. */
function useWheel(
  host: RefObject<HTMLElement | null>,
  painter: RefObject<Painter | null>,
  told: RefObject<Told>,
): void {
  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const turn = (event: WheelEvent) => {
      event.preventDefault();
      told.current.onPoint(null);
      const box = element.getBoundingClientRect();
      const factor = wheelFactor(event.deltaY * (event.ctrlKey ? 4 : 1), event.deltaMode); // pinching on a touchpad
      painter.current?.zoom([event.clientX - box.left, event.clientY - box.top], factor);
    };
    element.addEventListener("wheel", turn, { passive: false });
    return () => element.removeEventListener("wheel", turn);
  }, [host, painter, told]);
}
