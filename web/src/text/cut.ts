/** Texts as the server sends them: one string, with marks that tell the words. */
import type { Document } from "../api/client";

/** A piece of a text; joined, they are the text. */
export interface Segment {
  text: string;
  /** The word that can be clicked here; nothing between words. */
  primitive: string | null;
}

type Cut = Pick<Document, "cut" | "marks">;

/** The words of a text and what stands between them. */
export function readCut({ cut, marks: [run = "", space = "", written = ""] }: Cut): Segment[] {
  const segments: Segment[] = [];
  cut.split(run).forEach((part, at) => {
    if (at % 2 === 0) {
      if (part !== "") segments.push({ text: part, primitive: null });
      return;
    }
    part.split(space).forEach((word, place) => {
      if (place > 0) segments.push({ text: " ", primitive: null });
      const [text = "", primitive = text] = word.split(written);
      segments.push({ text, primitive });
    });
  });
  return segments;
}

export const plainText = (document: Cut): string =>
  readCut(document)
    .map(({ text }) => text)
    .join("");
