import { afterEach, beforeEach, describe } from "vitest";

import { changesContract } from "./contract-changes.ts";
import { listsContract } from "./contract-lists.ts";
import { recordsContract } from "./contract-records.ts";
import { retentionContract } from "./contract-retention.ts";
import type { OpenStore } from "./harness.ts";

/** What every adapter of the store port promises. `open` gives an empty store. */
export function storeContract(adapter: string, open: () => OpenStore): void {
  describe(`store contract: ${adapter}`, () => {
    let store: OpenStore | undefined;
    beforeEach(() => {
      store = open();
    });
    afterEach(() => {
      store?.close();
    });
    const current = (): OpenStore => {
      if (store === undefined) throw new Error("no store is open");
      return store;
    };
    recordsContract(current, open);
    changesContract(current);
    listsContract(current, open);
    retentionContract(current);
  });
}
