/** How documents look on the map: by their class, or by how sure the model is. Shapes tell classes apart, not colours alone. */
import { classShape } from "../../theme/classes";
import type { Palette } from "../../theme/palette";
import { HIDDEN, type Look, type Rgb } from "./raster";

/** The code of a document of which there is nothing to say. */
export const NOTHING = 255;

export type Colouring = "predicted" | "confidence" | "votes" | "given" | "gold";

/** Steps of the scale from unsure to sure. */
const STEPS = 12;
const SUREST = 254;

export const rgbOf = (hex: string): Rgb => [
  Number.parseInt(hex.slice(1, 3), 16),
  Number.parseInt(hex.slice(3, 5), 16),
  Number.parseInt(hex.slice(5, 7), 16),
];

const mixed = (a: Rgb, b: Rgb, share: number): Rgb =>
  [0, 1, 2].map((k) =>
    Math.round((a[k] as number) * (1 - share) + (b[k] as number) * share),
  ) as unknown as Rgb;

/** From unsure to sure, share from 0 to 1. */
export const sureColour = (palette: Palette, share: number): Rgb =>
  mixed(mixed(rgbOf(palette.bg), rgbOf(palette.edge), 0.55), rgbOf(palette.lampInk), share);

/** Where on the scale a probability lies: at 0 the model knows nothing, with one chance in K for each of K classes. */
export const sureness = (code: number, nClasses: number): number =>
  Math.max(0, (code / SUREST - 1 / nClasses) / (1 - 1 / nClasses));

interface Kinds {
  /** Looks of the classes, then of nothing; behind them all again, dimmed. */
  looks: Look[];
  /** For each document the place of its look. */
  look: Uint16Array;
}

interface Codes {
  nClasses: number;
  /** The classes by which documents are shaped, and coloured. */
  classes: Uint8Array;
  /** How sure the model is, where that is what colours. */
  sure: Uint8Array | null;
}

const kindOf = (code: number, nClasses: number): number => (code < nClasses ? code : nClasses);

/** The looks of all documents. `alone`: the kind (a class, or `nClasses` for none) that is shown alone; `lit`: the others are dimmed. */
export function looksOf(
  palette: Palette,
  { nClasses, classes, sure }: Codes,
  alone: number | null,
  lit: Uint8Array | null,
): Kinds {
  const steps = sure ? STEPS : 1;
  const looks: Look[] = [];
  for (let kind = 0; kind <= nClasses; kind++)
    for (let step = 0; step < steps; step++) looks.push(lookOf(palette, kind, nClasses, sure ? step : null));
  const nLooks = looks.length;
  for (const each of looks.slice(0, nLooks)) looks.push({ ...each, opacity: 0.16, size: each.size * 0.85 });
  const look = new Uint16Array(classes.length);
  for (let i = 0; i < classes.length; i++) {
    const kind = kindOf(classes[i] as number, nClasses);
    if (alone !== null && kind !== alone) {
      look[i] = HIDDEN;
      continue;
    }
    const place = kind * steps + (sure ? stepOf(sure[i] as number, nClasses) : 0);
    look[i] = lit && !lit[i] ? nLooks + place : place;
  }
  return { looks, look };
}

function stepOf(code: number, nClasses: number): number {
  return code === NOTHING ? 0 : Math.min(Math.floor(sureness(code, nClasses) * STEPS), STEPS - 1);
}

function lookOf(palette: Palette, kind: number, nClasses: number, step: number | null): Look {
  if (kind === nClasses) return { shape: "circle", colour: rgbOf(palette.edge), opacity: 0.5, size: 0.62 };
  const colour =
    step === null
      ? rgbOf(palette.classes[kind % palette.classes.length] as string)
      : sureColour(palette, step / (STEPS - 1));
  return { shape: classShape(kind), colour, opacity: 0.85, size: 1 };
}

/** Marks for some documents, for `looksOf` and what lies above. */
export function marksOf(n: number, documents: readonly number[]): Uint8Array {
  const marks = new Uint8Array(n);
  for (const document of documents) marks[document] = 1;
  return marks;
}
