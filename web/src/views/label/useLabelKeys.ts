import { useEffect, useRef } from "react";
import { commandAt } from "../../keys/keymapStore";
import type { Command } from "../../keys/keys";
import { jump, step } from "./selection";
import type { Labeling } from "./useLabeling";

/** How much of the visible text a page key scrolls. */
const PAGE = 0.85;
const LINE_PX = 90;

/** The keys of the Label view. Undo and help are the page's. */
export function useLabelKeys(labeling: Labeling): void {
  const latest = useRef(labeling);
  latest.current = labeling;
  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      const command = commandAt(event);
      if (command && perform(command, latest.current)) event.preventDefault();
    };
    document.addEventListener("keydown", listener);
    return () => document.removeEventListener("keydown", listener);
  }, []);
}

/** Do what a command says. Whether it was one of ours. */
function perform(command: Command, labeling: Labeling): boolean {
  const { choose, project } = labeling;
  switch (command.do) {
    case "class":
      if (command.label < project.labels.length) choose({ type: "class", label: command.label });
      return true;
    case "move":
      move(command.by, command.extend, labeling);
      return true;
    case "jump":
      leap(command.by, labeling);
      return true;
    case "scroll":
      scroll(command.by, PAGE * (labeling.scroller.current?.clientHeight ?? 0), labeling);
      return true;
    case "reach":
      if (labeling.primitive !== null) choose({ type: "reach by", by: command.by });
      return true;
    case "pick":
      choose({ type: "pick" });
      return true;
    case "clear":
      choose({ type: "clear" });
      return true;
    case "find":
      labeling.setFinding(true);
      return true;
    case "primary":
      doPrimary(labeling);
      return true;
    case "label_only":
      if (labeling.label !== null) void labeling.saveLabel(labeling.label);
      return true;
    case "skip":
      void labeling.skip();
      return true;
    case "similar":
    case "different":
      void labeling.showOther(command.do);
      return true;
    case "undo":
    case "redo":
    case "help":
      return false;
  }
}

/** What Enter and the large button do. */
export function doPrimary({ primary, choose, project, saveFunction, saveLabel }: Labeling): void {
  if (primary.does === "pick") choose({ type: "pick" });
  if (primary.does === "wait" || primary.does === "pick") return;
  const label = project.labels[primary.label];
  if (label === undefined) return;
  if (primary.does === "function") void saveFunction(primary.primitive, label);
  else void saveLabel(label);
}

/** The cursor, or, before it was ever moved, the end of what the mouse chose. */
const place = ({ selection }: Labeling): number | null => selection.cursor ?? selection.focus;

function move(by: 1 | -1, extend: boolean, labeling: Labeling): void {
  const { words, choose, scroller } = labeling;
  const text = scroller.current?.querySelector("[dir]");
  // In a text that runs from right to left the left arrow leads onwards.
  const onwards = text && getComputedStyle(text).direction === "rtl" ? (-by as 1 | -1) : by;
  const to = step(place(labeling), onwards, words.length);
  if (to !== null) choose({ type: "move", to, extend });
}

function leap(by: 1 | -1, labeling: Labeling): void {
  const to = jump(place(labeling), by, labeling.stops);
  if (to === null) scroll(by, LINE_PX, labeling);
  else labeling.choose({ type: "move", to, extend: false });
}

function scroll(by: 1 | -1, distance: number, { scroller }: Labeling): void {
  const box = scroller.current;
  if (!box) return;
  // In a narrow window the page scrolls, not the card.
  const scrolled = box.scrollHeight > box.clientHeight ? box : window;
  scrolled.scrollBy({ top: by * (scrolled === window ? window.innerHeight * PAGE * 0.6 : distance) });
}
