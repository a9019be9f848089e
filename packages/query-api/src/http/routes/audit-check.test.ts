import type { AuditEntry } from "@jobscope/store";
import { expect, it } from "vitest";

import { serveApi } from "../../../test/api-server.ts";
import { openSqliteWith } from "../../../test/readers.ts";
import { NOW } from "../../../test/samples.ts";

const ENTRY: AuditEntry = {
  atMs: NOW,
  actor: "admin-key",
  role: "admin",
  action: "keys.create",
  target: "k1",
  outcome: "done",
  detail: "",
  address: "127.0.0.0",
  requestId: "r1",
  count: 1,
};

it("checks a long audit in several questions", async () => {
  const opened = openSqliteWith((store) => store.appendAudit(Array.from({ length: 12_000 }, () => ENTRY)));
  let questions = 0;
  const reader: typeof opened.reader = {
    ...opened.reader,
    checkAudit: (after) => {
      questions += 1;
      return opened.reader.checkAudit(after);
    },
  };
  try {
    await using api = await serveApi({ reader });
    expect((await api.ask("audit/check")).json).toEqual({ ok: true, entries: 12_000, broken_at: null });
    expect(questions).toBe(3);
  } finally {
    opened.close();
  }
});
