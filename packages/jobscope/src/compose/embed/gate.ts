import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

import { API_PREFIX } from "@jobscope/query-api";
import type { Problem } from "@jobscope/query-api";

/** What `app.use` takes, whatever the version of express. */
export type MonitoringRouter = (
  request: IncomingMessage,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => void;

/** When somebody may ask again while nothing answers, seconds. */
const RETRY_AFTER_S = 5;

/**
 * The place of the API in an application: lets everything that is not below its prefix pass untouched, answers 503 while
 * there is no API, and lets no error out.
 */
export class Gate {
  readonly #onError: (error: unknown) => void;
  #target: MonitoringRouter | undefined;
  #answering = 0;
  #idle: (() => void) | undefined;

  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
  }

  readonly router: MonitoringRouter = (request, response, next) => {
    if (!isBelowPrefix(request.url ?? "")) return next();
    const target = this.#target;
    if (target === undefined) return refuse(request, response, NOT_RUNNING);
    this.#answering++;
    response.once("close", () => this.#answered());
    const failed = (error: unknown): void => this.#failed(error, request, response);
    try {
      target(request, response, (error) => failed(error ?? new Error("the API gave no answer")));
    } catch (error) {
      failed(error);
    }
  };

  get isOpen(): boolean {
    return this.#target !== undefined;
  }

  open(target: MonitoringRouter): void {
    this.#target = target;
  }

  /** Lets no further request in; resolves when those on their way are answered, or the time is up. */
  async close(limitMs: number): Promise<void> {
    this.#target = undefined;
    if (this.#answering === 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#idle = resolve;
    const timer = setTimeout(resolve, limitMs);
    await promise;
    clearTimeout(timer);
  }

  #answered(): void {
    this.#answering--;
    if (this.#answering === 0) this.#idle?.();
  }

  #failed(error: unknown, request: IncomingMessage, response: ServerResponse): void {
    this.#onError(error);
    if (response.headersSent) response.destroy();
    else refuse(request, response, FAILED);
  }
}

function isBelowPrefix(url: string): boolean {
  const path = url.slice(0, API_PREFIX.length).toLowerCase();
  const next = url.charAt(API_PREFIX.length);
  return path === API_PREFIX && (next === "" || next === "/" || next === "?");
}

type Refusal = Pick<Problem, "type" | "title" | "status" | "detail" | "fix">;

const NOT_RUNNING: Refusal = {
  type: "urn:jobscope:problem:core_unavailable",
  title: "Core unavailable",
  status: 503,
  detail: "The monitor of this application does not run at the moment; the application's health and log say why.",
  fix: "Try again in some seconds.",
};

const FAILED: Refusal = {
  type: "urn:jobscope:problem:internal",
  title: "Internal error",
  status: 500,
  detail: "The monitor failed to answer; the application's log says why.",
};

function refuse(request: IncomingMessage, response: ServerResponse, refusal: Refusal): void {
  const requestId = randomBytes(16).toString("hex");
  const instance = (request.url ?? "").split("?", 1)[0] ?? "";
  const problem: Problem = { ...refusal, instance, request_id: requestId };
  response.writeHead(refusal.status, {
    "Content-Type": "application/problem+json; charset=utf-8",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Request-Id": requestId,
    ...(refusal.status === 503 && { "Retry-After": String(RETRY_AFTER_S) }),
  });
  response.end(request.method === "HEAD" ? undefined : JSON.stringify(problem));
}
