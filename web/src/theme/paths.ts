/** The outlines of the classes' shapes, on 16 × 16. */
import type { Shape } from "./classes";

export const PATHS: Record<Shape, string> = {
  circle: "M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2Z",
  square: "M3 3h10v10H3Z",
  triangle: "M8 2 15 14H1Z",
  diamond: "M8 1l7 7-7 7-7-7Z",
  plus: "M6 2h4v4h4v4h-4v4H6v-4H2V6h4Z",
  pentagon: "M8 1.5 15 6.6 12.3 14.5H3.7L1 6.6Z",
  star: "M8 .8 10.1 5.6 15.3 6.1 11.4 9.6 12.5 14.7 8 12 3.5 14.7 4.6 9.6.7 6.1 5.9 5.6Z",
  ring: "M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13Zm0 3.4a3.1 3.1 0 1 0 0 6.2 3.1 3.1 0 0 0 0-6.2Z",
  wedge: "M1 2h14L8 14Z",
  hexagon: "M4.2 1.8h7.6L15.5 8l-3.7 6.2H4.2L.5 8Z",
};
