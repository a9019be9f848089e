import type { QueryApiDeps } from "@jobscope/query-api";
import type { StoreReader } from "@jobscope/store";
import { afterAll, beforeAll } from "vitest";

import { serveApi } from "./api-server.ts";
import type { ApiServer } from "./api-server.ts";
import type { OpenReader } from "./readers.ts";

/**
 * The API over one of the readers, for all tests of a block: to be called in its body, and asked in its tests.
 * `more` makes what else the API gets, or gets instead.
 */
export function servedOver(
  open: () => OpenReader,
  more: (reader: StoreReader) => Partial<QueryApiDeps> = () => ({}),
): Pick<ApiServer, "ask" | "failures"> & { readonly reader: StoreReader } {
  let api: ApiServer | undefined;
  let opened: OpenReader | undefined;
  beforeAll(async () => {
    opened = open();
    api = await serveApi({ reader: opened.reader, ...more(opened.reader) });
  });
  afterAll(async () => {
    await api?.[Symbol.asyncDispose]();
    opened?.close();
  });
  return {
    ask: (path, options) => api!.ask(path, options),
    get failures() {
      return api!.failures;
    },
    get reader() {
      return opened!.reader;
    },
  };
}
