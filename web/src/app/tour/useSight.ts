import { type RefObject, useLayoutEffect, useState } from "react";
import { type Box, ringOf, type Side, type Spot, sameBox, spotOf } from "./place";
import type { TourStep } from "./steps";

export interface Sight {
  card: Spot;
  ring: Box | null;
}

/**
 * Where the card and the ring stand, looked at before every frame: nothing tells when a layout has
 * moved, and the tour is short.
 */
export function useSight({ target, side }: TourStep, card: RefObject<HTMLElement | null>): Sight {
  const [sight, setSight] = useState<Sight>({ card: { left: 0, top: 0 }, ring: null });
  useLayoutEffect(() => {
    let frame = 0;
    const look = () => {
      const now = sightOf(target, side, card.current);
      setSight((before) => (same(before, now) ? before : now));
      frame = requestAnimationFrame(look);
    };
    bringIntoSight(document.querySelector(target));
    look();
    return () => cancelAnimationFrame(frame);
  }, [target, side, card]);
  return sight;
}

/** In the middle, free of what sticks to the window's edges; what fills the window is in sight as it is. */
function bringIntoSight(target: Element | null): void {
  if (!target) return;
  const header = document.querySelector("header");
  const { top, bottom, height } = target.getBoundingClientRect();
  const covered = header?.contains(target) ? 0 : (header?.getBoundingClientRect().bottom ?? 0);
  const seen = top >= Math.max(covered, 0) && bottom <= window.innerHeight;
  if (!seen && height < window.innerHeight / 2) target.scrollIntoView({ block: "center" });
}

function sightOf(target: string, side: Side, card: HTMLElement | null): Sight {
  const view = { width: document.documentElement.clientWidth, height: window.innerHeight };
  const at = document.querySelector(target)?.getBoundingClientRect() ?? null;
  const size = { width: card?.offsetWidth ?? 0, height: card?.offsetHeight ?? 0 };
  return { card: spotOf(at, size, view, side), ring: at && ringOf(at, view) };
}

const same = (a: Sight, b: Sight): boolean =>
  a.card.left === b.card.left && a.card.top === b.card.top && sameBox(a.ring, b.ring);
