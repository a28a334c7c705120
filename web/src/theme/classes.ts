/** How a class is shown: its name, a colour and a shape. Never the colour alone. */
import { light } from "./palette";

const N_COLOURS = light.classes.length;

export const SHAPES = [
  "circle",
  "square",
  "triangle",
  "diamond",
  "plus",
  "pentagon",
  "star",
  "ring",
  "wedge",
  "hexagon",
] as const;
export type Shape = (typeof SHAPES)[number];

/** A CSS colour. A class that is not known (of another project, say) is grey. */
export const classColour = (index: number): string =>
  index < 0 ? "var(--mute)" : `var(--class-${index % N_COLOURS})`;

/** After ten classes the colours begin again, the shapes three further: no two of a hundred look the same. */
export function classShape(index: number): Shape {
  const round = Math.floor(Math.max(index, 0) / N_COLOURS);
  return SHAPES[(Math.max(index, 0) + 3 * round) % SHAPES.length] ?? "circle";
}
