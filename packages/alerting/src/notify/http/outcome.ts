import type { DeliveryOutcome } from "../../model/notification.ts";
import type { HttpResult } from "./exchange.ts";

/** Longest wait that a receiver can ask for. */
export const MAX_RETRY_AFTER_MS = 3_600_000;

/** @param place `host:port` of the receiver. */
export function outcomeOf(result: HttpResult, place: string, nowMs: number): DeliveryOutcome {
  switch (result.kind) {
    case "failed":
      return { kind: "retry", reason: result.reason };
    case "forbidden":
      return { kind: "broken", reason: result.reason };
    case "answer":
      return outcomeOfStatus(result, place, nowMs);
  }
}

type Answer = Extract<HttpResult, { kind: "answer" }>;

const RETRIED: ReadonlySet<number> = new Set([408, 425, 429]);
const BROKEN: Readonly<Record<number, string>> = {
  401: "the credentials are wrong or missing",
  403: "access is forbidden",
  404: "nothing is there",
  405: "it takes no POST",
  407: "a proxy asks for credentials",
  410: "it is gone for good",
};

function outcomeOfStatus(answer: Answer, place: string, nowMs: number): DeliveryOutcome {
  const { status } = answer;
  const said = `${place} answered ${status}`;
  if (status >= 200 && status < 300) return { kind: "delivered", detail: said };
  if (RETRIED.has(status) || status >= 500) {
    const retryAfterMs = readRetryAfter(answer.retryAfter, nowMs);
    return { kind: "retry", reason: said, ...(retryAfterMs !== undefined && { retryAfterMs }) };
  }
  if (status >= 300 && status < 400) {
    return { kind: "broken", reason: `${said}: redirects are not followed, give the final address` };
  }
  const broken = BROKEN[status];
  if (broken !== undefined) return { kind: "broken", reason: `${said}: ${broken}` };
  return { kind: "refused", reason: said };
}

/** Seconds, or a date; undefined for what is neither. At most {@link MAX_RETRY_AFTER_MS}. */
export function readRetryAfter(text: string | undefined, nowMs: number): number | undefined {
  const value = text?.trim() ?? "";
  if (value === "") return undefined;
  const ms = /^\d{1,10}$/.test(value) ? Number(value) * 1000 : dateMs(value) - nowMs;
  return Number.isFinite(ms) ? Math.min(Math.max(0, ms), MAX_RETRY_AFTER_MS) : undefined;
}

/** HTTP dates name their day and zone; `Date.parse` alone would take "-5" and "2" for dates. */
function dateMs(value: string): number {
  return /^[A-Za-z]{3,9},? /.test(value) ? Date.parse(value) : Number.NaN;
}
