/** The two ways in which asking the server can fail. */

/** The server answered, with an error body. Its message is written for a person. */
export class ServerError extends Error {
  override readonly name = "ServerError";

  constructor(
    readonly kind: string,
    message: string,
    readonly status: number,
  ) {
    super(message);
  }

  static fromReply(status: number, body: unknown): ServerError | UnreachableError {
    if (isErrorBody(body)) return new ServerError(body.error, body.message, status);
    // A gateway between us and the server answers for it when it is gone.
    if (status === 502 || status === 503 || status === 504) return new UnreachableError(status);
    return new ServerError("UnknownError", `The server answered ${status} without saying why.`, status);
  }

  /** Another window, or another answer, came first. */
  get isStale(): boolean {
    return this.kind === "StaleStepError";
  }
}

/** Nobody answered. */
export class UnreachableError extends Error {
  override readonly name = "UnreachableError";

  constructor(cause?: unknown) {
    super("lamplighter's server does not answer.", { cause });
  }
}

function isErrorBody(body: unknown): body is { error: string; message: string } {
  if (typeof body !== "object" || body === null) return false;
  const { error, message } = body as Record<string, unknown>;
  return typeof error === "string" && typeof message === "string";
}
