/**
 * Every colour of the page, for light and for dark. Nothing else names a colour.
 * `test/palette.test.ts` checks the contrasts (WCAG 2.2 AA).
 */
export interface Palette {
  /** Behind everything. */
  bg: string;
  card: string;
  ink: string;
  /** Secondary text. */
  mute: string;
  /** Hairlines; decoration only. */
  line: string;
  /** Borders of controls. */
  edge: string;
  /** The accent: fills, underlines, focus. */
  lamp: string;
  /** Text on the accent. */
  onLamp: string;
  /** Text in the accent's colour. */
  lampInk: string;
  danger: string;
  /** One per class, in their order; after the tenth they begin again with another shape. */
  classes: readonly string[];
}

export const light: Palette = {
  bg: "#faf8f4",
  card: "#ffffff",
  ink: "#23211d",
  mute: "#6b6559",
  line: "#e7e2d8",
  edge: "#8d8676",
  lamp: "#d9932b",
  onLamp: "#23211d",
  lampInk: "#8a5608",
  danger: "#a12c2c",
  classes: [
    "#a63446", // rose
    "#1f6f5f", // teal
    "#2c5fa8", // blue
    "#6f4aa6", // violet
    "#865508", // ochre
    "#9c3480", // magenta
    "#566410", // olive
    "#0f6780", // cyan
    "#9c4218", // terracotta
    "#4f5b6b", // slate
  ],
};

export const dark: Palette = {
  bg: "#171614",
  card: "#201f1c",
  ink: "#ece7dc",
  mute: "#a69f92",
  line: "#34322d",
  edge: "#7d776b",
  lamp: "#e6a94d",
  onLamp: "#1c1a16",
  lampInk: "#e6a94d",
  danger: "#f08c86",
  classes: [
    "#f0949e",
    "#6cc5ad",
    "#8ab6f5",
    "#c0a4f0",
    "#e0b25c",
    "#ec96cf",
    "#b6c765",
    "#6cc4dd",
    "#f2a07a",
    "#b4bfcc",
  ],
};

/** How much of a class's colour its tinted ground holds, in per cent; the rest is the card. */
export const TINT = { light: 11, dark: 20 } as const;
