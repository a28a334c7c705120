/** A small project in memory behind the same interface as the server: for tests, and for looking at the page alone. */

import type { Segment } from "../text/cut";
import type {
  Answer,
  CorpusRow,
  Document,
  Draft,
  Explanation,
  FunctionChange,
  LabelingFunction,
  Lamplighter,
  Progress,
  ProjectInfo,
  Screen,
  Step,
  Suggestion,
} from "./client";
import { ServerError } from "./errors";

const TEXTS = ["What a waste of money.", "A perfect little kettle.", "It broke, and broke again."];
const LABELS = ["negative", "positive"];

/** Words and what stands between them; a word's primitive is its lower case. */
export function segmentsOfText(text: string): Segment[] {
  const pieces = text.match(/[\p{L}\p{N}']+|[^\p{L}\p{N}']+/gu) ?? [];
  return pieces.map((piece) => ({
    text: piece,
    primitive: /[\p{L}\p{N}]/u.test(piece) ? piece.toLowerCase() : null,
  }));
}

/** The same as the server writes it, for texts without its marks. */
export function cutOfText(text: string): Pick<Document, "cut" | "marks"> {
  const written = segmentsOfText(text).map(({ text, primitive }) =>
    primitive === null ? text : `|${primitive === text ? text : `${text}^${primitive}`}|`,
  );
  return { cut: written.join(""), marks: "|~^" };
}

export const project: ProjectInfo = {
  name: "fixture.csv",
  n_documents: TEXTS.length,
  n_rows: TEXTS.length,
  n_missing: 0,
  n_duplicates: 0,
  place: "fixture.lamplighter",
  n_primitives: 12,
  labels: LABELS,
  primitives: "unigrams",
  strategy: "seu",
  label_model: "majority",
  contextualizer: "none",
  has_gold: false,
  version: "0.0.0",
};

interface State {
  shown: number;
  functions: LabelingFunction[];
}

/** Every answer is an event; undo drops the last. Models are always up to date. */
export function createFixture(): Lamplighter {
  const history: State[] = [{ shown: 0, functions: [] }];
  let undone: readonly State[] = [];
  let answers = 0;
  let strategy = "seu";
  /** The text that another one was asked for in place of, and that one. */
  let other: { passed: number; shown: number } | null = null;

  const now = (): State => history[history.length - 1] as State;
  const step = (): Step => ({
    step: answers,
    models_step: answers,
    learning: false,
    learnt_seconds: 0,
    can_undo: history.length > 1 ? "the last answer" : null,
    can_redo: undone.length > 0 ? "the answer that was undone" : null,
  });
  const document = (at: number): Document => ({
    document: at,
    row: at,
    id: null,
    columns: {},
    ...cutOfText(TEXTS[at] ?? ""),
    duplicates: 0,
  });
  const suggestion = (at: number, passed: number | null = null): Suggestion => ({
    document: document(at),
    passed,
    stood_in_for: null,
    strategy: "expected utility",
    score: 0,
    reasons: [],
    candidates: {},
    n_tied: TEXTS.length - at,
  });
  const screen = (): Screen => {
    const { shown } = now();
    const place = { step: step(), strategy };
    if (other) return { ...place, suggestion: suggestion(other.shown, other.passed) };
    return { ...place, suggestion: shown < TEXTS.length ? suggestion(shown) : null };
  };
  const check = (expected: number | null | undefined): void => {
    if (expected == null || expected === answers) return;
    throw new ServerError("StaleStepError", `Step ${expected} was seen, ${answers} is the present one.`, 409);
  };
  const answer = (
    said: string,
    expected: number | null | undefined,
    next: (state: State) => State,
    stillUndone: readonly State[] = [],
  ): Answer => {
    check(expected);
    answers += 1;
    other = null;
    history.push(next(now()));
    undone = stillUndone;
    return { ...screen(), said };
  };
  const after = (functions: LabelingFunction[]) => (state: State) => ({ shown: state.shown + 1, functions });

  return {
    project: async () => project,
    suggestion: async () => screen(),
    document: async (at) => document(at),
    documents: async ({ offset = 0, limit = 50 }) => ({
      step: step(),
      total: TEXTS.length,
      rows: TEXTS.map(rowOf).slice(offset, offset + limit),
    }),
    explain: async (at) => ({ ...explanationOf(at), step: step() }),
    draft: async ({ primitive, label, percentile }) => draftOf(primitive, label, percentile ?? null),
    functions: async () => {
      const { functions } = now();
      return { step: step(), functions, conflicts: functions.map(() => functions.map(() => 0)) };
    },
    patterns: async () => [{ kind: "word or phrase", example: "not good" }],
    history: async () => ({ step: step(), entries: [] }),
    progress: async (): Promise<Progress> => ({
      step: step(),
      n_functions: now().functions.length,
      n_labels: now().shown,
      n_skipped: 0,
      coverage: 0,
      conflict: 0,
      votes_balance: {},
      predicted_balance: {},
      believed_balance: { negative: 0.5, positive: 0.5 },
      balance_source: "estimated",
      confidence: null,
      histogram: [],
      enough: "It cannot be said yet.",
      estimates: [],
      notes: [],
      curve: [],
      latest: [],
    }),
    mapStatus: async () => ({ state: "ready", share: 1, n_documents: TEXTS.length, message: null }),
    mapPoints: async () => new Float32Array(TEXTS.flatMap((_, at) => [at - 1, at - 1])).buffer,
    mapColours: async () => new Uint8Array(TEXTS.length).fill(255).buffer,
    mapFunction: async (id) => {
      const found = now().functions.find((f) => f.id === id);
      if (!found) throw new ServerError("SessionError", `There is no function ${id}.`, 409);
      const { primitive, label, document: at } = found;
      return { id, primitive, label, document: at, documents: [0, 2] };
    },
    writeFunction: async ({ primitive, label, document: at, step: seen }) =>
      answer(`“${primitive}” votes ${label}.`, seen, (state) =>
        after([...state.functions, functionOf(answers, primitive, label, at)])(state),
      ),
    changeFunction: async (id, { step: seen, ...change }) =>
      answer("Changed.", seen, (state) => ({
        ...state,
        functions: state.functions.map((f) => (f.id === id ? changed(f, change) : f)),
      })),
    bringFunctions: async ({ content, step: seen }) => {
      const lines = content.trim().split("\n").slice(1);
      const brought = lines.map((line, place) => {
        const [primitive = "", label = ""] = line.split(",");
        return functionOf(answers + place, primitive, label, null);
      });
      return answer(`${brought.length} functions were brought in.`, seen, (state) => ({
        ...state,
        functions: [...state.functions, ...brought],
      }));
    },
    withdraw: async (id, seen) =>
      answer("Withdrawn.", seen, (state) => ({
        ...state,
        functions: state.functions.filter((f) => f.id !== id),
      })),
    giveLabel: async ({ label, step: seen }) =>
      answer(`Labeled ${label}.`, seen, (s) => after(s.functions)(s)),
    skip: async ({ step: seen }) => answer("Skipped.", seen, (s) => after(s.functions)(s)),
    show: async ({ document: at }) => ({ ...screen(), suggestion: suggestion(at), said: "Your own choice." }),
    showOther: async ({ wanted, document: passed, step: seen }) => {
      check(seen);
      if (passed !== screen().suggestion?.document.document) {
        throw new ServerError("StaleStepError", `Document ${passed} is not on screen.`, 409);
      }
      other = { passed, shown: (passed + 1) % TEXTS.length };
      return { ...screen(), said: wanted === "similar" ? "Another one like it." : "Something different." };
    },
    switchStrategy: async ({ strategy: name, step: seen }) => {
      check(seen);
      strategy = name;
      return { ...screen(), said: `Texts are chosen by ${name}.` };
    },
    strategies: async () => [
      { name: "coverage", title: "new coverage", lacks: null },
      { name: "seu", title: "expected utility", lacks: "functions for two classes" },
    ],
    around: async () => ({ n_documents: 2, uncertainty: null, models_step: answers }),
    undo: async (seen) => {
      if (history.length === 1) throw new ServerError("SessionError", "There is nothing to undo.", 409);
      const back = (): State => {
        history.pop();
        return history.pop() as State;
      };
      return answer("Taken back.", seen, back, [...undone, now()]);
    },
    redo: async (seen) => {
      const again = undone.at(-1);
      if (!again) throw new ServerError("SessionError", "There is nothing to redo.", 409);
      return answer("Again.", seen, () => again, undone.slice(0, -1));
    },
    labelsUrl: (format, votes) => `/api/export/labels?format=${format}&votes=${votes}`,
    functionsUrl: (format) => `/api/export/functions?format=${format}`,
    modelUrl: () => "/api/export/model",
    reportUrl: () => "",
    pace: async () => ({ step: step(), answers: [], median_seconds: null }),
    download: async (url) => new Blob([url]),
  };
}

const rowOf = (text: string, at: number): CorpusRow => ({
  document: at,
  row: at,
  pieces: [{ text, found: false }],
  predicted: null,
  probability: null,
  believed: null,
  given: null,
  n_votes: 0,
  contradicted: false,
});

const explanationOf = (at: number): Omit<Explanation, "step"> => ({
  document: at,
  row: at,
  id: null,
  passages: [{ text: TEXTS[at] ?? "", functions: [] }],
  functions: [],
  believed: null,
  belief: { negative: 0.5, positive: 0.5 },
  predicted: null,
  prediction: null,
  words_for: [],
  words_against: [],
  given: null,
  skipped: false,
  gold: null,
});

const draftOf = (primitive: string, label: string, percentile: number | null): Draft => ({
  primitive,
  label,
  percentile,
  radius: null,
  n_votes: 2,
  n_new: 1,
  n_disputed: 0,
  n_containing: 2,
  coverage: 2 / 3,
  agreement: null,
  precision: null,
  contradicts: [],
  duplicates: [],
  nearest: [],
  farthest: [],
  outside: [],
  already: null,
});

/** What is not said, or said to be nothing, stays. */
function changed(f: LabelingFunction, change: Omit<FunctionChange, "step">): LabelingFunction {
  const said = Object.entries(change).filter(([, value]) => value != null);
  return { ...f, ...Object.fromEntries(said) };
}

/** A row of the table. Of no document: one that was brought from elsewhere. */
export const functionOf = (
  id: number,
  primitive: string,
  label: string,
  document: number | null,
): LabelingFunction => ({
  id,
  primitive,
  label,
  document,
  excerpt: document === null ? "" : (TEXTS[document] ?? ""),
  percentile: null,
  radius: null,
  enabled: true,
  n_votes: 2,
  n_containing: 2,
  coverage: 2 / 3,
  overlaps: 0,
  conflicts: 0,
  precision: null,
  accuracy: null,
  written_at_step: id,
});
