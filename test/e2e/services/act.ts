import { setTimeout as sleep } from "node:timers/promises";

/** What a job of the service does. `never` holds its promise for ever. */
export type Act =
  | { readonly kind: "nothing" }
  | { readonly kind: "sleep"; readonly ms: number }
  | { readonly kind: "throw" }
  | { readonly kind: "reject" }
  | { readonly kind: "undefined-function" }
  | { readonly kind: "never" };

export function toFunction(act: Act): () => unknown {
  switch (act.kind) {
    case "nothing":
      return () => undefined;
    case "sleep":
      return () => sleep(act.ms);
    case "throw":
      return () => {
        throw new RangeError("thrown by the job");
      };
    case "reject":
      return async () => {
        await sleep(5);
        throw new RangeError("rejected by the job");
      };
    case "undefined-function":
      return () => Reflect.get(globalThis, "noSuchFunction")();
    case "never":
      return () => new Promise(() => {});
  }
}

/** Stands still: no timer of the process fires meanwhile. */
export function block(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
