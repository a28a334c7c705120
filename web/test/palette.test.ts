/** Contrasts by WCAG 2.2: 4.5 for text, 3 for the borders of controls and the parts of a figure. */
import { describe, expect, test } from "vitest";
import { classColour, classShape } from "../src/theme/classes";
import { dark, light, type Palette, TINT } from "../src/theme/palette";

type Rgb = [number, number, number];

const rgb = (hex: string): Rgb => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as Rgb;

function luminance(colour: Rgb): number {
  const [r, g, b] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: Rgb, b: Rgb): number {
  const [lighter, darker] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

const mixed = (a: string, share: number, b: string): Rgb =>
  rgb(a).map((part, i) => (part * share + (rgb(b)[i] ?? 0) * (100 - share)) / 100) as Rgb;

const palettes: [string, Palette, number][] = [
  ["light", light, TINT.light],
  ["dark", dark, TINT.dark],
];

describe.each(palettes)("%s", (_, palette, tint) => {
  test.each([palette.bg, palette.card])("text is legible on %s", (ground) => {
    for (const text of [palette.ink, palette.mute, palette.lampInk, palette.danger, ...palette.classes]) {
      expect(contrast(rgb(text), rgb(ground)), text).toBeGreaterThanOrEqual(4.5);
    }
  });

  test("text on the accent is legible", () => {
    expect(contrast(rgb(palette.onLamp), rgb(palette.lamp))).toBeGreaterThanOrEqual(4.5);
  });

  test("a class's name is legible on its own tint, and a number on its full colour", () => {
    for (const colour of palette.classes) {
      expect(contrast(rgb(colour), mixed(colour, tint, palette.card)), colour).toBeGreaterThanOrEqual(4.5);
      expect(contrast(rgb(palette.card), rgb(colour)), colour).toBeGreaterThanOrEqual(4.5);
    }
  });

  test("borders of controls stand out", () => {
    expect(contrast(rgb(palette.edge), rgb(palette.card))).toBeGreaterThanOrEqual(3);
    expect(contrast(rgb(palette.edge), rgb(palette.bg))).toBeGreaterThanOrEqual(3);
  });
});

test("no two of a hundred classes have both colour and shape in common", () => {
  const looks = Array.from({ length: 100 }, (_, i) => `${classColour(i)} ${classShape(i)}`);
  expect(new Set(looks).size).toBe(100);
});
