/** How long a frame of the map takes: `npx vitest bench`. At 60 frames a second there are 16 ms. */
import { bench, describe } from "vitest";
import { light } from "../src/theme/palette";
import { looksOf } from "../src/views/map/looks";
import { placesOf } from "../src/views/map/places";
import { paint } from "../src/views/map/raster";

/** Many places around the middle of each class, and a class each. */
function drawingOf(n: number) {
  let state = 7;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const xy = new Float32Array(2 * n).map(() => (random() + random() + random()) / 1.5 - 1);
  const classes = new Uint8Array(n).map(() => Math.floor(random() * 2));
  const kinds = looksOf(light, { nClasses: 2, classes, sure: null }, null, null);
  return { places: placesOf(xy), ...kinds, above: null, ground: [255, 255, 255] as const };
}

const cases = [
  [20_000, 1],
  [20_000, 2],
  [200_000, 1],
  [200_000, 2],
] as const;

describe.each(cases)("%i points on 1000 × 750 pixels of CSS, %i to each", (n, ratio) => {
  const drawing = drawingOf(n);
  const size = { width: 1000 * ratio, height: 750 * ratio };
  const pixels = new Int32Array(size.width * size.height);
  let shift = 0;
  bench("one frame", () => {
    shift = (shift + 0.001) % 0.2;
    paint(pixels, size, ratio, { x: shift, y: 0, zoom: 1.2 }, drawing);
  });
});
