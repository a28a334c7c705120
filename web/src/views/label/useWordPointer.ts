import { type Dispatch, type MouseEvent, type PointerEvent, useMemo, useRef } from "react";
import type { Choice } from "./selection";

interface Drag {
  start: number;
  last: number;
  moved: boolean;
}

/** Clicks, Shift-clicks and drags on words, by one listener on the text. */
export function useWordPointer(choose: Dispatch<Choice>) {
  const drag = useRef<Drag | null>(null);
  return useMemo(
    () => ({
      // The keyboard stays with the page: a click on a word is no reason to frame the whole text.
      onMouseDown: (event: MouseEvent) => event.preventDefault(),
      onPointerDown(event: PointerEvent) {
        const word = event.button === 0 ? wordOf(event.target) : null;
        drag.current = word === null ? null : { start: word, last: word, moved: false };
      },
      onPointerMove(event: PointerEvent) {
        if (!drag.current) return;
        // A finger's events go to where it began: ask what lies under it now.
        const word = wordOf(document.elementFromPoint(event.clientX, event.clientY));
        if (word === null || word === drag.current.last) return;
        drag.current = { ...drag.current, last: word, moved: true };
        choose({ type: "drag", from: drag.current.start, to: word });
      },
      onPointerUp(event: PointerEvent) {
        const done = drag.current;
        drag.current = null;
        if (done && !done.moved) choose({ type: "word", word: done.start, extend: event.shiftKey });
      },
      onPointerCancel() {
        drag.current = null;
      },
      onPointerLeave() {
        drag.current = null;
      },
    }),
    [choose],
  );
}

function wordOf(target: EventTarget | null): number | null {
  const word =
    target instanceof Element ? target.closest<HTMLElement>("[data-word]")?.dataset.word : undefined;
  return word === undefined ? null : Number(word);
}
