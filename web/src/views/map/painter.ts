/** The canvas: two layers, the points beneath, and what moves above them; drawn when something changed, once a frame. */
import type { Shape } from "../../theme/classes";
import { PATHS } from "../../theme/paths";
import {
  type Camera,
  keyed,
  type Point,
  panned,
  type Size,
  scaleOf,
  toMap,
  toScreen,
  WHOLE,
  zoomed,
} from "./camera";
import { type Drawing, paint, radiusOf } from "./raster";

/** A development example: a document of which a person gave the class. */
export interface Example {
  document: number;
  shape: Shape;
  colour: string;
}

export interface Marks {
  examples: readonly Example[];
  /** The document under the pointer. */
  hovered: number | null;
  /** The document a function was written on. */
  source: number | null;
  /** A line that is being drawn, on the map. */
  line: readonly Point[];
  ink: string;
  card: string;
  lamp: string;
}

/** From so many points on, what moves is drawn in pixels of CSS, and finely once it rests. */
const MANY = 8_000;
const REST_MS = 140;

export class Painter {
  camera: Camera = WHOLE;
  size: Size = { width: 1, height: 1 };
  #frame = 0;
  #resting = 0;
  #isCoarse = false;
  #stale = { points: true, marks: true };
  #drawing: Drawing | null = null;
  #marks: Marks | null = null;
  #pixels: { image: ImageData; words: Int32Array } | null = null;

  constructor(
    private readonly points: HTMLCanvasElement,
    private readonly above: HTMLCanvasElement,
    /** Told after each frame how many points were in sight. */
    private readonly drawn: (inSight: number, camera: Camera) => void,
  ) {}

  readonly dispose = (): void => {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#resting);
  };

  setDrawing(drawing: Drawing): void {
    this.#drawing = drawing;
    this.#ask(true);
  }

  setMarks(marks: Marks): void {
    this.#marks = marks;
    this.#ask(false);
  }

  setSize(size: Size): void {
    this.size = size;
    this.#ask(true);
  }

  look(camera: Camera): void {
    this.camera = camera;
    clearTimeout(this.#resting);
    this.#resting = window.setTimeout(() => {
      this.#resting = 0;
      if (this.#isCoarse) this.#ask(true);
    }, REST_MS);
    this.#ask(true);
  }

  pan(dx: number, dy: number): void {
    this.look(panned(this.camera, this.size, dx, dy));
  }

  zoom(at: Point, factor: number): void {
    this.look(zoomed(this.camera, this.size, at, factor));
  }

  /** Do what a key means, if it means anything here. */
  key(key: string): boolean {
    const camera = keyed(this.camera, this.size, key);
    if (camera) this.look(camera);
    return camera !== null;
  }

  onMap(at: Point): Point {
    return toMap(this.camera, this.size, at);
  }

  onScreen(document: number): Point {
    const xy = this.#drawing?.places.xy;
    return toScreen(this.camera, this.size, [xy?.[2 * document] ?? 0, xy?.[2 * document + 1] ?? 0]);
  }

  /** Of the map, for some pixels. */
  span(pixels: number): number {
    return pixels / scaleOf(this.camera, this.size);
  }

  #ask(points: boolean): void {
    this.#stale = { points: this.#stale.points || points, marks: true };
    if (this.#frame === 0) this.#frame = requestAnimationFrame(this.#draw);
  }

  readonly #draw = (): void => {
    this.#frame = 0;
    const ratio = window.devicePixelRatio || 1;
    if (this.#stale.points && this.#drawing) {
      this.#isCoarse = ratio > 1 && this.#resting !== 0 && this.#drawing.places.n > MANY;
      this.#drawPoints(this.#drawing, this.#isCoarse ? 1 : ratio);
    }
    if (this.#stale.marks && this.#marks) this.#drawMarks(this.#marks, ratio);
    this.#stale = { points: this.#drawing === null, marks: false };
  };

  #drawPoints(drawing: Drawing, ratio: number): void {
    const [width, height] = this.#fit(this.points, ratio);
    const context = this.points.getContext("2d");
    if (!context) return;
    if (this.#pixels?.image.width !== width || this.#pixels.image.height !== height) {
      const image = context.createImageData(width, height);
      this.#pixels = { image, words: new Int32Array(image.data.buffer) };
    }
    const inSight = paint(this.#pixels.words, { width, height }, ratio, this.camera, drawing);
    context.putImageData(this.#pixels.image, 0, 0);
    this.drawn(inSight, this.camera);
  }

  #fit(canvas: HTMLCanvasElement, ratio: number): [width: number, height: number] {
    const width = Math.max(Math.round(this.size.width * ratio), 1);
    const height = Math.max(Math.round(this.size.height * ratio), 1);
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    return [width, height];
  }

  #drawMarks(marks: Marks, ratio: number): void {
    this.#fit(this.above, ratio);
    const context = this.above.getContext("2d");
    if (!context) return;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, this.size.width, this.size.height);
    for (const example of marks.examples)
      drawExample(context, this.onScreen(example.document), example, marks);
    const radius = radiusOf(this.#drawing?.places.n ?? 0, this.camera.zoom);
    if (marks.source !== null) ring(context, this.onScreen(marks.source), 13, marks.lamp, 3);
    if (marks.hovered !== null) ring(context, this.onScreen(marks.hovered), radius + 4.5, marks.ink, 2);
    drawLine(
      context,
      marks.line.map((place) => toScreen(this.camera, this.size, place)),
      marks.lamp,
    );
  }
}

const OUTLINES = Object.fromEntries(Object.entries(PATHS).map(([shape, path]) => [shape, new Path2D(path)]));

/** Larger than any point, in its class's shape, and with an outline: that tells it from predictions. */
function drawExample(
  context: CanvasRenderingContext2D,
  [x, y]: Point,
  { shape, colour }: Example,
  { ink, card }: Marks,
): void {
  const outline = OUTLINES[shape] as Path2D;
  context.save();
  context.translate(x - 8, y - 8);
  context.lineJoin = "round";
  for (const [width, border] of [
    [6, card],
    [3, ink],
  ] as const) {
    context.lineWidth = width;
    context.strokeStyle = border;
    context.stroke(outline);
  }
  context.fillStyle = colour;
  context.fill(outline, "evenodd");
  context.restore();
}

function ring(
  context: CanvasRenderingContext2D,
  [x, y]: Point,
  radius: number,
  colour: string,
  width: number,
): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.lineWidth = width;
  context.strokeStyle = colour;
  context.stroke();
}

function drawLine(context: CanvasRenderingContext2D, line: readonly Point[], colour: string): void {
  if (line.length < 2) return;
  context.beginPath();
  for (const [x, y] of line) context.lineTo(x, y);
  context.closePath();
  context.globalAlpha = 0.14;
  context.fillStyle = colour;
  context.fill();
  context.globalAlpha = 1;
  context.lineWidth = 2;
  context.setLineDash([6, 4]);
  context.strokeStyle = colour;
  context.stroke();
  context.setLineDash([]);
}
