/** The map's camera, its places, its pixels and its words. */
import { describe, expect, test } from "vitest";
import { SHAPES } from "../src/theme/classes";
import { dark, light } from "../src/theme/palette";
import {
  type Camera,
  keyed,
  panned,
  scaleOf,
  toMap,
  toScreen,
  WHOLE,
  wheelFactor,
  zoomed,
} from "../src/views/map/camera";
import { looksOf, marksOf, NOTHING, rgbOf, sureness } from "../src/views/map/looks";
import { contains, enclosed, nearest, placesOf } from "../src/views/map/places";
import { type Drawing, HIDDEN, type Look, paint, radiusOf } from "../src/views/map/raster";
import { stampOf } from "../src/views/map/shapes";
import { examplesIn, inWords, progressInWords, tally } from "../src/views/map/tally";

const SIZE = { width: 400, height: 200 };
const near: Camera = { x: 0.3, y: -0.2, zoom: 5 };

/** The same numbers every time, from 0 to 1. */
function lots(n: number): Float32Array {
  let state = 12345;
  return Float32Array.from({ length: n }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state / 2 ** 32) * 2 - 1;
  });
}

describe("the camera", () => {
  test("the whole map fits into the shorter side, its middle in the middle, up above", () => {
    expect(toScreen(WHOLE, SIZE, [0, 0])).toEqual([200, 100]);
    expect(toScreen(WHOLE, SIZE, [0, 1])).toEqual([200, 100 - 94]);
    expect(toScreen(WHOLE, SIZE, [-1, 0])).toEqual([200 - 94, 100]);
  });

  test("from the screen to the map and back", () => {
    const [x, y] = toScreen(near, SIZE, toMap(near, SIZE, [37, 151]));
    expect([x, y].map((part) => Math.round(part * 1e6) / 1e6)).toEqual([37, 151]);
  });

  test("what lies under the pointer stays there when one comes nearer", () => {
    const place = toMap(near, SIZE, [120, 60]);
    const there = toScreen(zoomed(near, SIZE, [120, 60], 2.5), SIZE, place);
    expect(there[0]).toBeCloseTo(120);
    expect(there[1]).toBeCloseTo(60);
  });

  test("a drag moves the map by as many pixels", () => {
    const before = toScreen(near, SIZE, [0.25, -0.15]);
    const after = toScreen(panned(near, SIZE, 17, -9), SIZE, [0.25, -0.15]);
    expect(after[0] - before[0]).toBeCloseTo(17);
    expect(after[1] - before[1]).toBeCloseTo(-9);
  });

  test("the map is never lost", () => {
    expect(panned(near, SIZE, -1e6, 1e6)).toMatchObject({ x: 1, y: 1 });
    expect(zoomed(near, SIZE, [0, 0], 1e-9)).toEqual(WHOLE);
    expect(zoomed(near, SIZE, [0, 0], 1e9).zoom).toBe(400);
  });

  test("keys", () => {
    expect(keyed(near, SIZE, "ArrowRight")?.x).toBeGreaterThan(near.x);
    expect(keyed(near, SIZE, "ArrowLeft")?.x).toBeLessThan(near.x);
    expect(keyed(near, SIZE, "ArrowUp")?.y).toBeGreaterThan(near.y);
    expect(keyed(near, SIZE, "ArrowDown")?.y).toBeLessThan(near.y);
    expect(keyed(near, SIZE, "+")).toMatchObject({ x: near.x, y: near.y, zoom: 5 * 1.35 });
    expect(keyed(near, SIZE, "-")?.zoom).toBeCloseTo(5 / 1.35);
    expect(keyed(near, SIZE, "0")).toEqual(WHOLE);
    expect(keyed(near, SIZE, "x")).toBeNull();
  });

  test("a turn of the wheel away from one comes nearer, and its way back undoes it", () => {
    expect(wheelFactor(-100, 0)).toBeGreaterThan(1);
    expect(wheelFactor(-100, 0) * wheelFactor(100, 0)).toBeCloseTo(1);
    expect(wheelFactor(3, 1)).toBeCloseTo(wheelFactor(90, 0));
    expect(wheelFactor(1e9, 0)).toBeGreaterThan(0.4);
  });
});

describe("places", () => {
  const few = placesOf(new Float32Array([0, 0, 0.5, 0.5, 0.52, 0.5, -1, 1, 1, -1]));

  test("the nearest within a radius", () => {
    expect(nearest(few, [0.505, 0.5], 0.1)).toBe(1);
    expect(nearest(few, [0.515, 0.5], 0.1)).toBe(2);
    expect(nearest(few, [0.1, 0.1], 0.1)).toBeNull();
    expect(nearest(few, [-1, 1], 0.01)).toBe(3);
    expect(nearest(few, [1.05, -1.05], 0.1)).toBe(4);
  });

  test("what is not shown is not found", () => {
    expect(nearest(few, [0.505, 0.5], 0.1, (document) => document !== 1)).toBe(2);
  });

  test("of texts on the same spot the one that is drawn on top", () => {
    expect(nearest(placesOf(new Float32Array([0.1, 0.1, 0.1, 0.1, 0.1, 0.1])), [0.1, 0.1], 0.1)).toBe(2);
  });

  test("the grid finds what looking at all would find", () => {
    const xy = lots(4000);
    const places = placesOf(xy);
    for (let k = 0; k < 50; k++) {
      const [x, y] = [xy[2 * k + 1] as number, xy[2 * k + 2] as number];
      let best = -1;
      let least = 0.07 ** 2;
      for (let i = 0; i < places.n; i++) {
        const far = ((xy[2 * i] as number) - x) ** 2 + ((xy[2 * i + 1] as number) - y) ** 2;
        if (far <= least) [best, least] = [i, far];
      }
      expect(nearest(places, [x, y], 0.07)).toBe(best < 0 ? null : best);
    }
  });

  test("within a line, also where it is bent inwards or crosses itself", () => {
    const bent = [[0, 0], [4, 0], [4, 4], [2, 1], [0, 4]] as const; // biome-ignore format: corners
    expect(contains(bent, 1, 1)).toBe(true);
    expect(contains(bent, 2, 3)).toBe(false);
    expect(contains(bent, 3.5, 2)).toBe(true);
    expect(contains(bent, 5, 2)).toBe(false);
    const crossed = [[0, 0], [2, 2], [2, 0], [0, 2]] as const; // biome-ignore format: corners
    expect(contains(crossed, 0.3, 1)).toBe(true);
    expect(contains(crossed, 1, 0.3)).toBe(false);
    expect(contains([], 0, 0)).toBe(false);
  });

  test("a rectangle encloses what lies within, ascending, and nothing that is hidden", () => {
    const places = placesOf(lots(2000));
    const square = [[-0.3, -0.2], [0.4, -0.2], [0.4, 0.5], [-0.3, 0.5]] as const; // biome-ignore format: corners
    const expected = [];
    for (let i = 0; i < places.n; i++) {
      const [x, y] = [places.xy[2 * i] as number, places.xy[2 * i + 1] as number];
      if (x > -0.3 && x < 0.4 && y > -0.2 && y < 0.5) expected.push(i);
    }
    expect(expected.length).toBeGreaterThan(50);
    expect(enclosed(places, square)).toEqual(expected);
    expect(enclosed(places, square, (i) => i % 2 === 0)).toEqual(expected.filter((i) => i % 2 === 0));
    expect(enclosed(places, square.slice(0, 2))).toEqual([]);
  });

  test("an empty corpus has no places", () => {
    const none = placesOf(new Float32Array(0));
    expect([none.n, nearest(none, [0, 0], 2), enclosed(none, [[-1, -1], [1, -1], [0, 1]])]).toEqual([0, null, []]); // biome-ignore format: corners
  });
});

describe("shapes", () => {
  test.each(SHAPES)(
    "%s: in the middle of its picture, mirrored left and right, and no picture is empty",
    (shape) => {
      const { side, cover } = stampOf(shape, 5);
      expect(side % 2).toBe(1);
      expect(cover.length).toBe(side * side);
      expect(Math.max(...cover)).toBe(255);
      for (let row = 0; row < side; row++) {
        const line = [...cover.slice(row * side, (row + 1) * side)];
        expect(line.slice().reverse()).toEqual(line);
      }
    },
  );

  test("no two are alike, even when they are small", () => {
    expect(new Set(SHAPES.map((shape) => stampOf(shape, 3).cover.join())).size).toBe(SHAPES.length);
  });

  test("a triangle stands on its side, a wedge on its tip, a ring has a hole", () => {
    const rows = (shape: "triangle" | "wedge") => {
      const { side, cover } = stampOf(shape, 6);
      const sum = (row: number) => cover.slice(row * side, (row + 1) * side).reduce((a, b) => a + b, 0);
      return [sum(2), sum(side - 4)] as const;
    };
    expect(rows("triangle")[0]).toBeLessThan(rows("triangle")[1]);
    expect(rows("wedge")[0]).toBeGreaterThan(rows("wedge")[1]);
    const { side, cover } = stampOf("ring", 6);
    expect(cover[((side - 1) / 2) * (side + 1)]).toBe(0);
  });
});

describe("painting", () => {
  const red: Look = { shape: "square", colour: [200, 0, 0], opacity: 1, size: 1 };
  const blue: Look = { shape: "square", colour: [0, 0, 200], opacity: 1, size: 1 };
  const ground = [250, 250, 250] as const;
  const size = { width: 40, height: 40 };
  const drawing = (xy: number[], look: number[], above: number[] | null = null): Drawing => ({
    places: placesOf(new Float32Array(xy)),
    looks: [red, blue],
    look: Uint16Array.from(look),
    above: above && Uint8Array.from(above),
    ground,
  });
  const painted = (what: Drawing, camera = WHOLE) => {
    const pixels = new Int32Array(size.width * size.height);
    const n = paint(pixels, size, 1, camera, what);
    const bytes = new Uint8Array(pixels.buffer);
    const at = (x: number, y: number) => [
      ...bytes.slice(4 * (y * size.width + x), 4 * (y * size.width + x) + 4),
    ];
    return { n, at, pixels };
  };

  test("a point in the middle, and the ground around it", () => {
    const { n, at } = painted(drawing([0, 0], [0]));
    expect(n).toBe(1);
    expect(at(20, 20)).toEqual([200, 0, 0, 255]);
    expect(at(2, 2)).toEqual([250, 250, 250, 255]);
  });

  test("up is up", () => {
    const { at } = painted(drawing([0, 1, 0, -1], [0, 1]));
    expect(at(20, 1)).toEqual([200, 0, 0, 255]);
    expect(at(20, 39)).toEqual([0, 0, 200, 255]);
  });

  test("later points lie above earlier ones, and lit ones above all", () => {
    expect(painted(drawing([0, 0, 0, 0], [0, 1])).at(20, 20)).toEqual([0, 0, 200, 255]);
    expect(painted(drawing([0, 0, 0, 0], [0, 1], [1, 0])).at(20, 20)).toEqual([200, 0, 0, 255]);
  });

  test("hidden points, and those out of sight, are not drawn", () => {
    const { n, at } = painted(drawing([0, 0], [HIDDEN]));
    expect([n, at(20, 20)]).toEqual([0, [250, 250, 250, 255]]);
    expect(painted(drawing([-1, 0], [0]), { x: 0.9, y: 0, zoom: 8 }).n).toBe(0);
  });

  test("points on every edge are cut off, not wrapped round", () => {
    const half = 1 / 0.94;
    for (const [x, y] of [
      [-half, 0],
      [half, 0],
      [0, half],
      [0, -half],
      [half, half],
    ] as const) {
      // biome-ignore format: edges
      const { pixels } = painted(drawing([x, y], [0]));
      const touched = [...pixels].flatMap((word, k) => (word === pixels[20 * 40 + 20] ? [] : [k]));
      expect(touched.length).toBeGreaterThan(0);
      for (const k of touched) {
        expect(Math.abs((k % 40) - Math.min(20 + x * 18.8, 39))).toBeLessThan(8);
        expect(Math.abs(Math.floor(k / 40) - Math.min(20 - y * 18.8, 39))).toBeLessThan(8);
      }
    }
  });

  test("what is half covered mixes with what lies beneath", () => {
    const faint = { ...drawing([0, 0], [0]), looks: [{ ...red, opacity: 0.5 }] };
    const [r, g, b] = painted(faint).at(20, 20) as [number, number, number];
    expect([r, g, b].map((part, k) => Math.abs(part - ([225, 125, 125][k] as number)) <= 1)).toEqual([
      true,
      true,
      true,
    ]);
  });

  test("points are smaller where there are many, and larger from near", () => {
    expect(radiusOf(100, 1)).toBeGreaterThan(radiusOf(20_000, 1));
    expect(radiusOf(20_000, 10)).toBeGreaterThan(radiusOf(20_000, 1));
    expect(radiusOf(100, 400)).toBeLessThanOrEqual(6.5);
  });
});

describe("looks", () => {
  const classes = Uint8Array.from([0, 1, NOTHING, 1]);
  const kinds = { nClasses: 2, classes, sure: null };

  test("classes differ in shape and in colour; what has none is small and grey", () => {
    const { looks, look } = looksOf(light, kinds, null, null);
    expect([...look]).toEqual([0, 1, 2, 1]);
    expect(looks[0]?.shape).not.toBe(looks[1]?.shape);
    expect(looks[0]?.colour).toEqual(rgbOf(light.classes[0] as string));
    expect(looks[2]).toMatchObject({ shape: "circle", colour: rgbOf(light.edge) });
  });

  test("one class alone hides the others", () => {
    expect([...looksOf(light, kinds, 1, null).look]).toEqual([HIDDEN, 1, HIDDEN, 1]);
    expect([...looksOf(light, kinds, 2, null).look]).toEqual([HIDDEN, HIDDEN, 2, HIDDEN]);
  });

  test("what is not lit is dimmed, and keeps its shape", () => {
    const { looks, look } = looksOf(dark, kinds, null, marksOf(4, [1]));
    expect([...look]).toEqual([3, 1, 5, 4]);
    expect(looks[4]?.shape).toBe(looks[1]?.shape);
    expect(looks[4]?.opacity).toBeLessThan(looks[1]?.opacity as number);
  });

  test("by confidence the class keeps its shape, and the colour says how sure", () => {
    const sure = Uint8Array.from([254, 127, NOTHING, 254]);
    const { looks, look } = looksOf(light, { ...kinds, sure }, null, null);
    const [first, second, none, fourth] = [...look].map((place) => looks[place] as Look) as [
      Look,
      Look,
      Look,
      Look,
    ];
    expect(first.colour).toEqual(fourth.colour);
    expect(first.colour).not.toEqual(second.colour);
    expect(second.shape).toBe(fourth.shape);
    expect(first.shape).not.toBe(second.shape);
    expect(none.colour).toEqual(rgbOf(light.edge));
  });

  test("a model that knows nothing gives each of K classes one chance in K", () => {
    expect(sureness(127, 2)).toBe(0);
    expect(sureness(254, 2)).toBe(1);
    expect(sureness(254 / 4, 4)).toBe(0);
    expect(sureness(0, 4)).toBe(0);
  });
});

describe("in words", () => {
  const predicted = Uint8Array.from([0, 1, 1, NOTHING, 1]);
  const given = Uint8Array.from([NOTHING, 0, NOTHING, NOTHING, 1]);

  test("how many are of each class, of all or of some", () => {
    expect(tally(predicted, 2)).toEqual([1, 3, 1]);
    expect(tally(predicted, 2, [1, 2, 3])).toEqual([0, 2, 1]);
    expect(tally(new Uint8Array(0), 2)).toEqual([0, 0, 0]);
  });

  test("development examples are those with a label", () => {
    expect(examplesIn(given)).toEqual([1, 4]);
  });

  test("the map is summed up", () => {
    const words = inWords(["good", "bad"], predicted, given, 5).replaceAll(/[\u00a0\u202f]/g, " ");
    expect(words).toBe("5 texts; 20 % predicted good, 60 % bad; 2 development examples");
  });

  test("of many classes the most frequent ones are named, and the others counted", () => {
    const labels = ["a", "b", "c", "d", "e", "f", "g"];
    const words = (...codes: number[]) =>
      inWords(labels, Uint8Array.from(codes), undefined, codes.length).replaceAll(/[\u00a0\u202f]/g, " ");
    expect(words(0, 1, 1, 2, 3, 4, 4, 4, 5, NOTHING)).toBe(
      "10 texts; 30 % predicted e, 20 % b, 10 % a, 10 % c and 2 other classes",
    );
    expect(words(0, 1, 2, 3, 4)).toBe("5 texts; 20 % predicted a, 20 % b, 20 % c, 20 % d, 20 % e");
  });

  test("a name that is written from right to left turns nothing else round", () => {
    const words = inWords(["שלום", "bad"], Uint8Array.from([0, 1]), undefined, 2);
    expect(words.replaceAll(/[\u00a0\u202f]/g, " ")).toBe(
      "2 texts; 50 % predicted \u2068שלום\u2069, 50 % bad",
    );
  });

  test("before there is a model nothing is predicted", () => {
    const nothing = new Uint8Array(3).fill(NOTHING);
    expect(inWords(["good", "bad"], nothing, nothing, 3).replaceAll("\u00a0", " ")).toBe(
      "3 texts; nothing predicted yet; 0 development examples",
    );
  });

  test("progress is not told to the per cent", () => {
    expect(progressInWords(0.01)).toBe("reading the texts");
    expect(progressInWords(0.34).replace("\u202f", " ")).toBe("about 30 % done");
    expect(progressInWords(0.97)).toBe("almost there");
  });
});

test("pixels to one unit", () => {
  expect(scaleOf(WHOLE, { width: 300, height: 100 })).toBeCloseTo(47);
});
