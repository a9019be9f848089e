import type { Context, Span } from "@opentelemetry/api";
import { ROOT_CONTEXT, createContextKey, trace } from "@opentelemetry/api";

import type { Job } from "../model/job.ts";
import { shared } from "../record/shared.ts";

/** Where a context of OpenTelemetry keeps the run that it belongs to. One key for every copy of this package. */
export const RUN_KEY: symbol = shared("run-key", () => ({ key: createContextKey("jobscope.run") })).key;

/** The key under which the API keeps the span; it has no name in public, so it is learned from what the API asks for. */
let spanKey: symbol | undefined;
const learner: Context = {
  getValue: (key) => {
    spanKey = key;
    return undefined;
  },
  setValue: () => learner,
  deleteValue: () => learner,
};
trace.getSpan(learner);

/**
 * The root context with a run and its span. The API's own context copies a map and makes three functions for each value
 * that is set; a run sets two and seldom a third.
 */
class RunContext implements Context {
  readonly #run: Job;
  readonly #span: Span;

  constructor(run: Job, span: Span) {
    this.#run = run;
    this.#span = span;
  }

  getValue(key: symbol): unknown {
    if (key === spanKey) return this.#span;
    return key === RUN_KEY ? this.#run : undefined;
  }

  setValue(key: symbol, value: unknown): Context {
    return this.#expanded().setValue(key, value);
  }

  deleteValue(key: symbol): Context {
    return this.#expanded().deleteValue(key);
  }

  #expanded(): Context {
    return trace.setSpan(ROOT_CONTEXT.setValue(RUN_KEY, this.#run), this.#span);
  }
}

export const runContext = (run: Job, span: Span): Context => new RunContext(run, span);
