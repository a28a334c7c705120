/** Numbers and words as the page writes them. */

const grouped = new Intl.NumberFormat("en");
const NARROW_SPACE = "\u202f";

export const count = (n: number): string => grouped.format(n);

/** "1 text", "1,204 texts". */
export const plural = (n: number, one: string, many: string = `${one}s`): string =>
  `${count(n)}${"\u00a0"}${n === 1 ? one : many}`;

/**
 * A share in per cent, to two or three digits. It says 0 and 100 only when they are meant: what is
 * almost nothing or almost everything keeps a decimal.
 */
export function percent(share: number): string {
  const value = share * 100;
  if (value === 0 || value === 100) return `${value}${NARROW_SPACE}%`;
  if (value < 0.1) return `<0.1${NARROW_SPACE}%`;
  if (value > 99.9) return `>99.9${NARROW_SPACE}%`;
  const digits = value < 10 || value > 99 ? 1 : 0;
  return `${value.toFixed(digits)}${NARROW_SPACE}%`;
}

/** A share that may not be known. */
export const percentOr = (share: number | null | undefined): string => (share == null ? "–" : percent(share));

/** An accuracy or F1: three decimals, as papers write them. */
export const score = (value: number): string => value.toFixed(3);

/** A quantity without a unit, of any size, to about two significant digits. */
export function amount(value: number): string {
  const size = Math.abs(value);
  if (size === 0) return "0";
  if (size >= 10) return count(Math.round(value));
  if (size >= 0.01) return value.toPrecision(2);
  return value.toExponential(0).replace("-", "−");
}

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/** A name for the middle of a sentence: one that is written from right to left does not turn round what stands beside it. */
export const isolated = (name: string): string => (RIGHT_TO_LEFT.test(name) ? `\u2068${name}\u2069` : name);

/** The start of a text that is too long to be shown whole. */
export function shorten(text: string, length: number): string {
  const letters = [...text];
  return letters.length <= length
    ? text
    : `${letters
        .slice(0, length - 1)
        .join("")
        .trimEnd()}…`;
}
