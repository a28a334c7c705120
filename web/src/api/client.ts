/**
 * The one place that speaks to the server. Views see the interface `Lamplighter`; the server is one
 * implementation of it and `fixture.ts` another, for tests.
 */
import createClient from "openapi-fetch";
import { ServerError, UnreachableError } from "./errors";
import type { components, paths } from "./schema";

type Schemas = components["schemas"];
export type Answer = Schemas["Answer"];
export type CurvePoint = Schemas["CurvePoint"];
export type Document = Schemas["Document"];
export type Draft = Schemas["Draft"];
export type LabelingFunction = Schemas["Function"];
export type FunctionTable = Schemas["FunctionTable"];
export type NewFunction = Schemas["NewFunction"];
export type NewLabel = Schemas["NewLabel"];
export type NewSkip = Schemas["NewSkip"];
export type Progress = Schemas["Progress"];
export type ProjectInfo = Schemas["ProjectInfo"];
export type Reason = Schemas["Reason"];
export type Screen = Schemas["Screen"];
export type Segment = Schemas["Segment"];
export type Step = Schemas["Step"];
export type Suggestion = Schemas["Suggestion"];

export type LabelsFormat = "parquet" | "csv" | "jsonl";

export interface DraftQuery {
  primitive: string;
  label: string;
  document: number;
}

/** What the page can ask and tell. Every promise rejects with `ServerError` or `UnreachableError`. */
export interface Lamplighter {
  project(): Promise<ProjectInfo>;
  suggestion(): Promise<Screen>;
  document(document: number): Promise<Document>;
  draft(query: DraftQuery, signal?: AbortSignal): Promise<Draft>;
  functions(): Promise<FunctionTable>;
  progress(): Promise<Progress>;
  writeFunction(body: NewFunction): Promise<Answer>;
  withdraw(id: number, step: number): Promise<Answer>;
  giveLabel(body: NewLabel): Promise<Answer>;
  skip(body: NewSkip): Promise<Answer>;
  undo(step: number): Promise<Answer>;
  labelsUrl(format: LabelsFormat, votes: boolean): string;
  modelUrl(): string;
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
  const { GET, POST, DELETE } = createClient<paths>({ baseUrl: origin });
  return {
    project: () => unwrap(GET("/api/project")),
    suggestion: () => unwrap(GET("/api/suggestion")),
    document: (document) => unwrap(GET("/api/documents/{document}", { params: { path: { document } } })),
    draft: (query, signal) => unwrap(GET("/api/draft", { params: { query }, signal })),
    functions: () => unwrap(GET("/api/functions")),
    progress: () => unwrap(GET("/api/progress")),
    writeFunction: (body) => unwrap(POST("/api/functions", { body })),
    withdraw: (id, step) =>
      unwrap(DELETE("/api/functions/{function}", { params: { path: { function: id }, query: { step } } })),
    giveLabel: (body) => unwrap(POST("/api/labels", { body })),
    skip: (body) => unwrap(POST("/api/skips", { body })),
    undo: (step) => unwrap(POST("/api/undo", { body: { step } })),
    labelsUrl: (format, votes) => `${origin}/api/export/labels?format=${format}&votes=${votes}`,
    modelUrl: () => `${origin}/api/export/model`,
    download: (url) => unwrap(fetched(url)),
  };
}
