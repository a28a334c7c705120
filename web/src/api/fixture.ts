/** A small project in memory behind the same interface as the server: for tests, and for looking at the page alone. */
import type {
  Answer,
  Document,
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
export function segmentsOfText(text: string): Document["segments"] {
  const pieces = text.match(/[\p{L}\p{N}']+|[^\p{L}\p{N}']+/gu) ?? [];
  return pieces.map((piece) => ({
    text: piece,
    primitive: /[\p{L}\p{N}]/u.test(piece) ? piece.toLowerCase() : null,
  }));
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
  let answers = 0;

  const now = (): State => history[history.length - 1] as State;
  const step = (): Step => ({
    step: answers,
    models_step: answers,
    learning: false,
    learnt_seconds: 0,
    can_undo: history.length > 1 ? "the last answer" : null,
  });
  const document = (at: number): Document => ({
    document: at,
    row: at,
    id: null,
    segments: segmentsOfText(TEXTS[at] ?? ""),
    duplicates: 0,
  });
  const suggestion = (at: number): Suggestion => ({
    document: document(at),
    strategy: "expected utility",
    score: 0,
    reasons: [],
    candidates: {},
    n_tied: TEXTS.length - at,
  });
  const screen = (): Screen => {
    const { shown } = now();
    return { step: step(), suggestion: shown < TEXTS.length ? suggestion(shown) : null };
  };
  const answer = (
    said: string,
    expected: number | null | undefined,
    next: (state: State) => State,
  ): Answer => {
    if (expected != null && expected !== answers) {
      throw new ServerError(
        "StaleStepError",
        `Step ${expected} was seen, ${answers} is the present one.`,
        409,
      );
    }
    answers += 1;
    history.push(next(now()));
    return { ...screen(), said };
  };
  const after = (functions: LabelingFunction[]) => (state: State) => ({ shown: state.shown + 1, functions });

  return {
    project: async () => project,
    suggestion: async () => screen(),
    document: async (at) => document(at),
    draft: async ({ primitive, label }) => ({
      primitive,
      label,
      n_votes: 2,
      n_new: 1,
      n_disputed: 0,
      n_containing: 2,
      already: null,
    }),
    functions: async () => ({ step: step(), functions: now().functions }),
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
      confidence: 0.5,
      notes: [],
      curve: [],
      latest: [],
    }),
    writeFunction: async ({ primitive, label, document: at, step: seen }) =>
      answer(`“${primitive}” votes ${label}.`, seen, (state) =>
        after([...state.functions, functionOf(answers, primitive, label, at)])(state),
      ),
    withdraw: async (id, seen) =>
      answer("Withdrawn.", seen, (state) => ({
        ...state,
        functions: state.functions.filter((f) => f.id !== id),
      })),
    giveLabel: async ({ label, step: seen }) =>
      answer(`Labeled ${label}.`, seen, (s) => after(s.functions)(s)),
    skip: async ({ step: seen }) => answer("Skipped.", seen, (s) => after(s.functions)(s)),
    undo: async (seen) => {
      if (history.length === 1) throw new ServerError("SessionError", "There is nothing to undo.", 409);
      return answer("Taken back.", seen, () => {
        history.pop();
        return history.pop() as State;
      });
    },
    labelsUrl: (format, votes) => `/api/export/labels?format=${format}&votes=${votes}`,
    modelUrl: () => "/api/export/model",
    download: async (url) => new Blob([url]),
  };
}

const functionOf = (id: number, primitive: string, label: string, document: number): LabelingFunction => ({
  id,
  primitive,
  label,
  document,
  excerpt: TEXTS[document] ?? "",
  radius: null,
  n_votes: 2,
  n_containing: 2,
  coverage: 2 / 3,
  overlaps: 0,
  conflicts: 0,
  accuracy: null,
  written_at_step: id,
});
