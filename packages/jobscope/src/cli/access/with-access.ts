import { openAccessStore } from "@jobscope/store";
import type { AccessStore } from "@jobscope/store";

import { storeFileOf } from "../../journey/store-file.ts";
import { storeSettings } from "../options/store-settings.ts";

/** Opens keys and audit of the data directory that is meant, beside a running monitor or without one. */
export function withAccess<T>(options: Readonly<Record<string, unknown>>, work: (store: AccessStore) => T): T {
  const store = openAccessStore({ path: storeFileOf(storeSettings(options).dataDir) });
  try {
    return work(store);
  } finally {
    store.close();
  }
}
