/** From where to where the scale of shares goes: over a tenth at least, or noise would look like a landslide. */
export function roomFor(low: number, high: number): [number, number] {
  const margin = Math.max((high - low) * 0.08, (0.1 - (high - low)) / 2);
  return [Math.max(low - margin, 0), Math.min(high + margin, 1)];
}
