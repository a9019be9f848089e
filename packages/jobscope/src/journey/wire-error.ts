/** An error on its way between threads: structured cloning would lose name, code and cause. */
export interface WireError {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  /** `code` of the error, such as `EACCES`; undefined where it has none. */
  readonly code: string | undefined;
}

export function toWireError(error: unknown): WireError {
  if (!(error instanceof Error)) return { name: "Error", message: String(error), stack: undefined, code: undefined };
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  return { name: error.name, message: error.message, stack: error.stack, code };
}
