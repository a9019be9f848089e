import { exchange } from "./http/exchange.ts";
import { readTarget } from "./http/target.ts";
import { isSecretRef, readSecret } from "./read-secret.ts";
import type { SenderPorts } from "./sender-ports.ts";

/** What health shows of the ping. */
export type DeadManResult =
  | { readonly kind: "pinged"; readonly atMs: number }
  /** Names host and port at most: the path of such a URL is its secret. */
  | { readonly kind: "failed"; readonly atMs: number; readonly reason: string }
  /** Held back on purpose, so that the one outside raises the alarm. */
  | { readonly kind: "withheld"; readonly atMs: number; readonly reason: string };

export type DeadManPorts = Pick<
  SenderPorts,
  "resolveSecret" | "allowPrivateTargets" | "resolveHost" | "nowMs" | "limits"
>;

/** GETs the URL (or what a reference to a secret holds) once. Never rejects. */
export async function pingDeadMan(url: string, ports: DeadManPorts, signal?: AbortSignal): Promise<DeadManResult> {
  const reason = await ping(url, ports, signal ?? new AbortController().signal).catch(
    (error: unknown) => `the ping failed unexpectedly (${error instanceof Error ? error.name : typeof error})`,
  );
  const atMs = ports.nowMs();
  return reason === undefined ? { kind: "pinged", atMs } : { kind: "failed", atMs, reason };
}

/** @returns What went wrong. */
async function ping(url: string, ports: DeadManPorts, signal: AbortSignal): Promise<string | undefined> {
  const secret = isSecretRef(url) ? readSecret(url, ports) : undefined;
  if (secret?.kind === "missing") return `the dead-man ping's secret ${url} is missing or empty`;
  const read = readTarget(secret?.value ?? url, ports.allowPrivateTargets);
  if (read.kind === "forbidden") return read.reason;
  const message = { method: "GET", headers: { "user-agent": "jobscope" }, body: "" } as const;
  const result = await exchange(read.target, message, { ports, signal });
  if (result.kind !== "answer") return result.reason;
  return result.status >= 200 && result.status < 300 ? undefined : `${read.target.place} answered ${result.status}`;
}

export interface DeadManOptions extends DeadManPorts {
  readonly url: string;
  /** At least 1 s. */
  readonly intervalMs: number;
  /** Asked before each ping. Anything but undefined says why evaluation or delivery does not work: no ping then. */
  readonly trouble: () => string | undefined;
}

export interface DeadMan {
  /** What became of the last one. */
  readonly last: DeadManResult | undefined;
  close(): void;
}

const MIN_INTERVAL_MS = 1000;

/** Pings at once and then at the interval, never two at a time, for as long as there is no trouble. */
export function startDeadMan(options: DeadManOptions): DeadMan {
  const closing = new AbortController();
  let last: DeadManResult | undefined;
  let isPinging = false;
  const beat = async (): Promise<void> => {
    if (isPinging) return;
    isPinging = true;
    last = await pingUnlessTrouble(options, closing.signal);
    isPinging = false;
  };
  const timer = setInterval(() => void beat(), Math.max(MIN_INTERVAL_MS, options.intervalMs));
  timer.unref();
  void beat();
  return {
    get last() {
      return last;
    },
    close() {
      clearInterval(timer);
      closing.abort();
    },
  };
}

async function pingUnlessTrouble(options: DeadManOptions, signal: AbortSignal): Promise<DeadManResult> {
  const reason = troubleOf(options);
  if (reason !== undefined) return { kind: "withheld", atMs: options.nowMs(), reason };
  return await pingDeadMan(options.url, options, signal);
}

/** Whoever cannot say whether all is well is not well. */
function troubleOf({ trouble }: DeadManOptions): string | undefined {
  try {
    return trouble();
  } catch {
    return "the state of evaluation and delivery is not known";
  }
}
