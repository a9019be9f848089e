import type { StoreQueries } from "@jobscope/store";

import type { WireError } from "../wire-error.ts";

export interface ReadWorkerData {
  readonly dataDir: string;
}

/** The questions by name. */
export type Question = keyof StoreQueries;

/** A question with its arguments, as they cross the thread. */
export type Ask = {
  [Q in Question]: {
    readonly kind: "ask";
    readonly id: number;
    readonly question: Q;
    readonly args: Parameters<StoreQueries[Q]>;
  };
}[Question];

export type ToReader = Ask | { readonly kind: "stop" };

export type FromReader =
  | { readonly kind: "ready" }
  | { readonly kind: "failed"; readonly error: WireError }
  | { readonly kind: "answer"; readonly id: number; readonly value: unknown }
  | { readonly kind: "refused"; readonly id: number; readonly error: WireError };

/** Asks the store; the switch keeps each question with its own arguments. */
export function answerOf(store: StoreQueries, ask: Ask): unknown {
  switch (ask.question) {
    case "status":
      return store.status(...ask.args);
    case "jobs":
      return store.jobs(...ask.args);
    case "job":
      return store.job(...ask.args);
    case "runs":
      return store.runs(...ask.args);
    case "run":
      return store.run(...ask.args);
    case "slots":
      return store.slots(...ask.args);
    case "health":
      return store.health(...ask.args);
    case "alerts":
      return store.alerts(...ask.args);
    case "alert":
      return store.alert(...ask.args);
    case "silences":
      return store.silences(...ask.args);
  }
}
