import type { IncomingMessage, ServerResponse } from "node:http";

import { API_PREFIX, problemAnswer } from "@jobscope/query-api";
import type { ProblemAnswer } from "@jobscope/query-api";

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
    if (target === undefined) return send(request, response, notRunning(request));
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
    else send(request, response, notAnswered(request));
  }
}

function isBelowPrefix(url: string): boolean {
  const path = url.slice(0, API_PREFIX.length).toLowerCase();
  const next = url.charAt(API_PREFIX.length);
  return path === API_PREFIX && (next === "" || next === "/" || next === "?");
}

function notRunning(request: IncomingMessage): ProblemAnswer {
  return problemAnswer(request, "core_unavailable", {
    detail: "The monitor of this application does not run at the moment; the application's health and log say why.",
    fix: "Try again in some seconds.",
    retryAfterSeconds: RETRY_AFTER_S,
  });
}

function notAnswered(request: IncomingMessage): ProblemAnswer {
  return problemAnswer(request, "internal", {
    detail: "The monitor failed to answer; the application's log says why.",
  });
}

function send(request: IncomingMessage, response: ServerResponse, { status, headers, body }: ProblemAnswer): void {
  response.writeHead(status, headers);
  response.end(request.method === "HEAD" ? undefined : body);
}
