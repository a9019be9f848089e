import type { StoreQueries } from "./read.ts";

/** The same questions from a thread that must not block: each answer is a promise. */
export type StoreReader = {
  readonly [Q in keyof StoreQueries]: (...args: Parameters<StoreQueries[Q]>) => Promise<ReturnType<StoreQueries[Q]>>;
};

/** A question by its name, with its arguments. */
export type StoreQuestion = {
  [Q in keyof StoreQueries]: { readonly question: Q; readonly args: Parameters<StoreQueries[Q]> };
}[keyof StoreQueries];

/** Complete by its type: a question without an entry does not compile. */
const QUESTIONS: { readonly [Q in keyof StoreQueries]: true } = {
  status: true,
  jobs: true,
  job: true,
  runs: true,
  run: true,
  slots: true,
  health: true,
  alerts: true,
  alert: true,
  silences: true,
  keptTimes: true,
  runSeries: true,
  durationBaseline: true,
  telemetry: true,
  calendar: true,
  upcoming: true,
  errors: true,
  error: true,
  logs: true,
  trace: true,
  keys: true,
  keysVersion: true,
  audit: true,
  checkAudit: true,
};

/** A reader whose questions are all passed to `ask`, which answers each with what {@link answerQuestion} gives for it. */
export function createReader(ask: (question: StoreQuestion) => Promise<unknown>): StoreReader {
  const entries = Object.keys(QUESTIONS).map((question) => [
    question,
    (...args: unknown[]) => ask({ question, args } as StoreQuestion),
  ]);
  return Object.fromEntries(entries) as StoreReader;
}

/** Asks the store. */
export function answerQuestion(store: StoreQueries, { question, args }: StoreQuestion): unknown {
  const answer = store[question].bind(store) as (...given: readonly unknown[]) => unknown;
  return answer(...args);
}
