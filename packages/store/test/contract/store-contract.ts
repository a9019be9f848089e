import { afterEach, beforeEach, describe } from "vitest";

import { accessContract } from "./access.ts";
import { alertingContract } from "./alerting.ts";
import { changesContract } from "./changes.ts";
import { errorsContract } from "./errors.ts";
import type { OpenStore } from "./harness.ts";
import { listsContract } from "./lists.ts";
import { logsContract } from "./logs.ts";
import { metricsContract } from "./metrics.ts";
import { recordsContract } from "./records.ts";
import { retentionContract } from "./retention.ts";
import { telemetryContract } from "./telemetry.ts";

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
    alertingContract(current);
    errorsContract(current);
    logsContract(current);
    metricsContract(current, open);
    telemetryContract(current);
    accessContract(current);
  });
}
