import type { StoreQuestion } from "@jobscope/store";

import type { WireError } from "../wire-error.ts";

export interface ReadWorkerData {
  readonly dataDir: string;
}

export type ToReader =
  | { readonly kind: "ask"; readonly id: number; readonly asked: StoreQuestion }
  | { readonly kind: "stop" };

export type FromReader =
  | { readonly kind: "ready" }
  | { readonly kind: "failed"; readonly error: WireError }
  | { readonly kind: "answer"; readonly id: number; readonly value: unknown }
  | { readonly kind: "refused"; readonly id: number; readonly error: WireError };
