/** What one look at the machine found. */
export interface Check {
  /** `node`, `data_directory`, … */
  readonly name: string;
  /** `warning`: works, with something to look at. */
  readonly status: "ok" | "warning" | "failed";
  readonly detail: string;
  /** What to do about it; on everything but `ok`. */
  readonly fix?: string;
}

export function ok(name: string, detail: string): Check {
  return { name, status: "ok", detail };
}

export function warning(name: string, detail: string, fix: string): Check {
  return { name, status: "warning", detail, fix };
}

export function failed(name: string, detail: string, fix: string): Check {
  return { name, status: "failed", detail, fix };
}
