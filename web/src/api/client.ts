/**
 * The one place that speaks to the server. Views see the interface `Lamplighter`; the server is one
 * implementation of it and `fixture.ts` another, for tests.
 */
import createClient from "openapi-fetch";
import { ServerError, UnreachableError } from "./errors";
import type { components, operations, paths } from "./schema";

type Schemas = components["schemas"];
export type Answer = Schemas["Answer"];
export type Around = Schemas["Around"];
export type Brought = Schemas["Brought"];
export type CorpusPage = Schemas["CorpusPage"];
export type CorpusQuery = NonNullable<operations["browse"]["parameters"]["query"]>;
export type CorpusRow = Schemas["CorpusRow"];
export type CurvePoint = Schemas["CurvePoint"];
export type Document = Schemas["Document"];
export type Draft = Schemas["Draft"];
export type DraftExample = Schemas["DraftExample"];
export type EstimatePoint = Schemas["EstimatePoint"];
export type Explanation = Schemas["Explanation"];
export type FunctionChange = Schemas["FunctionChange"];
export type FunctionHere = Schemas["FunctionHere"];
export type LabelingFunction = Schemas["Function"];
export type FunctionTable = Schemas["FunctionTable"];
export type History = Schemas["History"];
export type HistoryEntry = Schemas["HistoryEntry"];
export type MapColouring = operations["map_colours"]["parameters"]["query"]["by"];
export type MapFunction = Schemas["MapFunction"];
export type MapStatus = Schemas["MapStatus"];
export type NewFunction = Schemas["NewFunction"];
export type NewLabel = Schemas["NewLabel"];
export type NewSkip = Schemas["NewSkip"];
export type NewStrategy = Schemas["NewStrategy"];
export type NewSuggestion = Schemas["NewSuggestion"];
export type OtherSuggestion = Schemas["OtherSuggestion"];
export type Pace = Schemas["Pace"];
export type Passage = Schemas["Passage"];
export type PatternKind = Schemas["PatternKind"];
export type Piece = Schemas["Piece"];
export type Precision = Schemas["Precision"];
export type Progress = Schemas["Progress"];
export type ProjectInfo = Schemas["ProjectInfo"];
export type Reason = Schemas["Reason"];
export type Screen = Schemas["Screen"];
export type Step = Schemas["Step"];
export type StrategyOffer = Schemas["StrategyOffer"];
export type Suggestion = Schemas["Suggestion"];
export type WordWeight = Schemas["WordWeight"];

export type LabelsFormat = "parquet" | "csv" | "jsonl";
export type FunctionsFormat = Brought["format"];

export type DraftQuery = operations["draft"]["parameters"]["query"];

/** What the page can ask and tell. Every promise rejects with `ServerError` or `UnreachableError`. */
export interface Lamplighter {
  project(): Promise<ProjectInfo>;
  suggestion(): Promise<Screen>;
  document(document: number): Promise<Document>;
  documents(query: CorpusQuery, signal?: AbortSignal): Promise<CorpusPage>;
  explain(document: number): Promise<Explanation>;
  around(document: number): Promise<Around>;
  strategies(): Promise<StrategyOffer[]>;
  draft(query: DraftQuery, signal?: AbortSignal): Promise<Draft>;
  functions(): Promise<FunctionTable>;
  patterns(): Promise<PatternKind[]>;
  history(): Promise<History>;
  progress(): Promise<Progress>;
  pace(): Promise<Pace>;
  mapStatus(): Promise<MapStatus>;
  /** x and y of each document, float32. */
  mapPoints(): Promise<ArrayBuffer>;
  /** A byte for each document. */
  mapColours(by: MapColouring): Promise<ArrayBuffer>;
  mapFunction(id: number): Promise<MapFunction>;
  writeFunction(body: NewFunction): Promise<Answer>;
  changeFunction(id: number, body: FunctionChange): Promise<Answer>;
  bringFunctions(body: Brought): Promise<Answer>;
  withdraw(id: number, step: number): Promise<Answer>;
  giveLabel(body: NewLabel): Promise<Answer>;
  skip(body: NewSkip): Promise<Answer>;
  show(body: NewSuggestion): Promise<Answer>;
  showOther(body: OtherSuggestion): Promise<Answer>;
  switchStrategy(body: NewStrategy): Promise<Answer>;
  undo(step: number): Promise<Answer>;
  redo(step: number): Promise<Answer>;
  labelsUrl(format: LabelsFormat, votes: boolean): string;
  functionsUrl(format: FunctionsFormat): string;
  modelUrl(): string;
  reportUrl(): string;
  /** A file of one of these addresses. Fetched whole, so that what goes wrong can be said on the page. */
  download(url: string): Promise<Blob>;
}

interface Reply<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The answer's body, or the error that its status and body stand for. */
async function unwrap<T>(call: Promise<Reply<T>>): Promise<T> {
  let reply: Reply<T>;
  try {
    reply = await call;
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw new UnreachableError(cause);
  }
  if (reply.response.ok && reply.data !== undefined) return reply.data;
  throw ServerError.fromReply(reply.response.status, reply.error);
}

async function fetched(url: string): Promise<Reply<Blob>> {
  const response = await fetch(url);
  return response.ok
    ? { data: await response.blob(), response }
    : { error: await response.json().catch(() => null), response };
}

/** `lamplighter label`'s server, on the origin the page came from. */
export function createServerClient(origin: string = globalThis.location.origin): Lamplighter {
  const { GET, POST, PUT, PATCH, DELETE } = createClient<paths>({ baseUrl: origin });
  return {
    project: () => unwrap(GET("/api/project")),
    suggestion: () => unwrap(GET("/api/suggestion")),
    document: (document) => unwrap(GET("/api/documents/{document}", { params: { path: { document } } })),
    documents: (query, signal) => unwrap(GET("/api/documents", { params: { query }, signal })),
    explain: (document) => unwrap(GET("/api/documents/{document}/votes", { params: { path: { document } } })),
    around: (document) => unwrap(GET("/api/documents/{document}/around", { params: { path: { document } } })),
    strategies: () => unwrap(GET("/api/strategies")),
    draft: (query, signal) => unwrap(GET("/api/draft", { params: { query }, signal })),
    functions: () => unwrap(GET("/api/functions")),
    patterns: () => unwrap(GET("/api/patterns")),
    history: () => unwrap(GET("/api/history")),
    progress: () => unwrap(GET("/api/progress")),
    pace: () => unwrap(GET("/api/pace")),
    mapStatus: () => unwrap(GET("/api/map")),
    mapPoints: () => unwrap(GET("/api/map/points", { parseAs: "arrayBuffer" })),
    mapColours: (by) =>
      unwrap(GET("/api/map/colours", { params: { query: { by } }, parseAs: "arrayBuffer" })),
    mapFunction: (id) => unwrap(GET("/api/map/function/{number}", { params: { path: { number: id } } })),
    writeFunction: (body) => unwrap(POST("/api/functions", { body })),
    changeFunction: (id, body) =>
      unwrap(PATCH("/api/functions/{function}", { params: { path: { function: id } }, body })),
    bringFunctions: (body) => unwrap(POST("/api/functions/import", { body })),
    withdraw: (id, step) =>
      unwrap(DELETE("/api/functions/{function}", { params: { path: { function: id }, query: { step } } })),
    giveLabel: (body) => unwrap(POST("/api/labels", { body })),
    skip: (body) => unwrap(POST("/api/skips", { body })),
    show: (body) => unwrap(POST("/api/suggestion", { body })),
    showOther: (body) => unwrap(POST("/api/suggestion/other", { body })),
    switchStrategy: (body) => unwrap(PUT("/api/strategy", { body })),
    undo: (step) => unwrap(POST("/api/undo", { body: { step } })),
    redo: (step) => unwrap(POST("/api/redo", { body: { step } })),
    labelsUrl: (format, votes) => `${origin}/api/export/labels?format=${format}&votes=${votes}`,
    functionsUrl: (format) => `${origin}/api/export/functions?format=${format}`,
    modelUrl: () => `${origin}/api/export/model`,
    reportUrl: () => `${origin}/api/export/report`,
    download: (url) => unwrap(fetched(url)),
  };
}
