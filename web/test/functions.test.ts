import { expect, test } from "vitest";
import type { LabelingFunction } from "../src/api/client";
import { functionOf } from "../src/api/fixture";
import { conflictMatrix, heat, MOST_SHOWN } from "../src/views/functions/conflicts";
import { precisionAtLength, precisionInWords } from "../src/views/functions/expected";
import { countInWords, filtered } from "../src/views/functions/filter";
import { formOf, notAForm } from "../src/views/functions/importing";
import { kindOf } from "../src/views/functions/patterns";
import { reachAtLength, reachInWords, sliderInWords } from "../src/views/functions/reach";
import { joined, ofAnswer } from "../src/views/functions/source";
import { changeOf, rebased } from "../src/views/functions/useEditing";

const f = (id: number, primitive: string, label: string, more: Partial<LabelingFunction> = {}) => ({
  ...functionOf(id, primitive, label, 0),
  ...more,
});
const table = [f(0, "great", "positive"), f(1, "Not good", "negative"), f(2, "/call \\d+/i", "negative")];
const names = (functions: readonly LabelingFunction[]) => functions.map(({ primitive }) => primitive);

test("a filter finds parts of words and classes in whatever case, all that were typed", () => {
  expect(names(filtered(table, ""))).toEqual(names(table));
  expect(names(filtered(table, "GOOD"))).toEqual(["Not good"]);
  expect(names(filtered(table, "negat"))).toEqual(["Not good", "/call \\d+/i"]);
  expect(names(filtered(table, "  negat \\d "))).toEqual(["/call \\d+/i"]);
  expect(names(filtered(table, "great negative"))).toEqual([]);
});

test("a filter does not join the end of a pattern with the class behind it", () => {
  expect(filtered(table, "tpos")).toEqual([]);
});

test("the count says what is silent, and while filtered how many of all are shown", () => {
  expect(countInWords(table, 3)).toBe("3\u00a0functions");
  expect(countInWords([...table, f(3, "x", "positive", { enabled: false })], 4)).toBe(
    "4\u00a0functions, 1 silent",
  );
  expect(countInWords(table, 1)).toBe("1 of 3\u00a0functions");
});

test("patterns other than words and phrases are named by the marks around them", () => {
  expect(kindOf("great")).toBeNull();
  expect(kindOf("not very good")).toBeNull();
  expect(kindOf("/call \\d{5,}/i")).toBe("regular expression");
  expect(kindOf('"Apple"')).toBe("exact words");
  expect(kindOf("@category=books")).toBe("column");
  expect(kindOf("*")).toBe("near its example");
  expect(kindOf("great & !waste")).toBe("combined");
  expect(kindOf('"Apple" & @category=books')).toBe("combined");
});

test("what stands between marks joins no parts", () => {
  expect(kindOf("/salt & pepper/")).toBe("regular expression");
  expect(kindOf('"salt & pepper"')).toBe("exact words");
  expect(kindOf('"salt & pepper" & !waste')).toBe("combined");
});

test("reach is everywhere, a share of the texts, or what the project says", () => {
  expect(reachInWords({ percentile: null, radius: null })).toBe("everywhere");
  expect(reachInWords({ percentile: 100, radius: null })).toBe("everywhere");
  expect(reachInWords({ percentile: 25, radius: 0.8 })).toBe("25\u202f%");
  expect(reachInWords({ percentile: null, radius: 0.8 })).toBe("project’s");
  expect(reachAtLength(f(0, "x", "positive", { percentile: 25, radius: 0.8 }))).toBe(
    "It votes in the nearest 25\u202f% of all texts, up to a distance of 0.80 from its own text.",
  );
  expect(reachAtLength(f(0, "x", "positive", { document: null }))).toBe(
    "Brought in without a text of its own, it votes wherever its pattern fits.",
  );
  expect(sliderInWords(null, "none")).toBe("everywhere");
  expect(sliderInWords(100, "cosine, percentile 75")).toBe("everywhere");
  expect(sliderInWords(null, "cosine, percentile 75")).toBe(
    "as far as the project says (cosine, percentile 75)",
  );
  expect(sliderInWords(1, "none")).toBe("in the nearest 1\u202f% of all texts");
});

test("an estimate names its interval, and what it comes from", () => {
  const precision = { mean: 0.84, low: 0.611, high: 0.949, n_labeled: 3, n_right: 2 };
  expect(precisionInWords(precision)).toBe("84\u202f%");
  expect(precisionAtLength(precision)).toBe("61–95\u202f%, from the model and 3\u00a0labels");
  expect(precisionAtLength({ ...precision, n_labeled: 1 })).toBe(
    "61–95\u202f%, from the model and 1\u00a0label",
  );
  expect(precisionAtLength({ ...precision, n_labeled: 0 })).toBe("61–95\u202f%, from the model alone");
});

test("the matrix has the functions that conflict, class by class, the most contradicted first", () => {
  const functions = [
    f(0, "a", "positive"),
    f(1, "b", "negative"),
    f(2, "c", "positive"),
    f(3, "d", "negative"),
  ];
  const conflicts = [
    [0, 2, 0, 0],
    [2, 0, 7, 0],
    [0, 7, 0, 0],
    [0, 0, 0, 0],
  ];
  const matrix = conflictMatrix(functions, conflicts, ["negative", "positive"]);
  expect(names(matrix.functions)).toEqual(["b", "c", "a"]);
  expect(matrix.counts).toEqual([
    [0, 7, 2],
    [7, 0, 0],
    [2, 0, 0],
  ]);
  expect([matrix.most, matrix.n_peaceful, matrix.n_beyond]).toEqual([7, 1, 0]);
});

test("of very many functions that conflict those are left out that conflict least", () => {
  const n = MOST_SHOWN + 2;
  const functions = Array.from({ length: n }, (_, id) => f(id, `w${id}`, id === 0 ? "negative" : "positive"));
  // The first conflicts with every other one, on as many texts as the other's number.
  const conflicts = functions.map((_, row) =>
    functions.map((_, column) => (row === 0 || column === 0 ? row + column : 0)),
  );
  const matrix = conflictMatrix(functions, conflicts, ["negative", "positive"]);
  expect(matrix.functions).toHaveLength(MOST_SHOWN);
  expect(names(matrix.functions).slice(0, 2)).toEqual(["w0", `w${n - 1}`]);
  expect(names(matrix.functions)).not.toContain("w1");
  expect(matrix.n_beyond).toBe(2);
});

test("without functions there is no matrix, and heat needs no division", () => {
  expect(conflictMatrix([], [], ["negative"])).toMatchObject({ functions: [], most: 0 });
  expect(heat(0, 0)).toBe(0);
  expect(heat(1, 4)).toBe(0.5);
  expect(heat(4, 4)).toBe(1);
});

test("a file's form is its ending's", () => {
  expect(formOf("rules.CSV")).toBe("csv");
  expect(formOf("patterns.jsonl")).toBe("jsonl");
  expect(formOf("functions.2024.json")).toBe("json");
  expect(formOf("rules.txt")).toBeNull();
  expect(formOf("csv")).toBeNull();
  expect(notAForm("rules.txt")).toBe(
    "“rules.txt” is none of the forms that are known here. Expected a file that ends in .csv, .jsonl or .json.",
  );
});

test("only what was changed is sent", () => {
  const old = f(0, "great", "positive", { percentile: 25 });
  const values = { primitive: "great", label: "positive", percentile: 25 };
  expect(changeOf(old, values)).toEqual({});
  expect(changeOf(old, { ...values, primitive: " grand " })).toEqual({ primitive: "grand" });
  expect(changeOf(old, { ...values, label: "negative", percentile: 100 })).toEqual({
    label: "negative",
    percentile: 100,
  });
});

test("what was typed stays when another window changes the function, and the rest follows it", () => {
  const before = { primitive: "great", label: "positive", percentile: null };
  const typed = { ...before, primitive: "grand" };
  const now = { primitive: "good", label: "negative", percentile: 25 };
  expect(rebased(typed, before, now)).toEqual({ primitive: "grand", label: "negative", percentile: 25 });
  expect(rebased(before, before, now)).toEqual(now);
  expect(rebased(typed, before, before)).toEqual(typed);
});

test("an answer of the history finds the function it wrote, while that stands", () => {
  const entry = { step: 4, kind: "written", said: "“great” votes positive", document: 7, stands: true };
  const written = f(0, "great", "positive", { written_at_step: 4 });
  expect(ofAnswer(entry, 7, [written])).toEqual({ document: 7, step: 4, said: entry.said, f: written });
  expect(ofAnswer(entry, 7, []).f).toBeNull();
});

test("pieces of a source that look alike are one, but for ends of lines", () => {
  const of = (text: string, marked = false) => ({ text, marked });
  expect(joined([of("a "), of("good", true), of(" film"), of(",\n"), of("or"), of(" not")])).toEqual([
    of("a "),
    of("good", true),
    of(" film,\n"),
    of("or not"),
  ]);
});
