/** What kind of pattern a function has. The server reads patterns; here the kind is only named, by the marks around it. */

/** The beginning of a part that has marks around it: what stands between them joins no parts. */
const MARKED = /^\s*!?\s*(?:\/(?:\\.|[^/\\])+\/|"[^"]+")/s;

const KINDS: readonly (readonly [RegExp, string])[] = [
  [/^\/(?:\\.|[^/\\])+\/i?$/s, "regular expression"],
  [/^"[^"]+"$/, "exact words"],
  [/^@[^=]+=/, "column"],
  [/^\*$/, "near its example"],
];

/** Nothing for words and phrases, which need no explanation. */
export function kindOf(pattern: string): string | null {
  const text = pattern.trim();
  if (text.startsWith("!") || text.slice(MARKED.exec(text)?.[0].length ?? 0).includes(" & "))
    return "combined";
  return KINDS.find(([written]) => written.test(text))?.[1] ?? null;
}
