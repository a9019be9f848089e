import { mintKey } from "@jobscope/query-api";
import type { StoredKey } from "@jobscope/store";
import { expect, it } from "vitest";

import { admitSenders } from "./admit-senders.ts";
import type { SenderDenial } from "./admit-senders.ts";
import { OWN_TOKEN } from "./own-token.ts";

const NOW = 1_000_000;
const WISH = { kind: "ingest", name: "billing", role: "", createdMs: 1, createdBy: "admin" } as const;

function harness({ required = true, change = {} }: { required?: boolean; change?: Partial<StoredKey> } = {}) {
  const { key: token, stored } = mintKey(WISH);
  const key = { ...stored, ...change };
  const denials: SenderDenial[] = [];
  const used: string[] = [];
  const keys = {
    find: (prefix: string) => (prefix === key.prefix ? key : undefined),
    used: (id: string) => void used.push(id),
  };
  const admit = admitSenders({ keys, required, nowMs: () => NOW, onDenied: (denial) => denials.push(denial) });
  return { token, key, denials, used, admit };
}

it("lets in who has a token, notes its use, and says for which services", () => {
  const { token, key, denials, used, admit } = harness({ change: { services: ["billing"] } });
  expect(admit(`Bearer ${token}`, "10.0.0.1")).toEqual({
    kind: "admitted",
    sender: { id: key.id, services: ["billing"] },
  });
  expect(admit(`bearer  ${token}`, "10.0.0.1").kind).toBe("admitted");
  expect(used).toEqual([key.id, key.id]);
  expect(denials).toEqual([]);
});

it("refuses who sends none, where one is required", () => {
  const { denials, admit } = harness();
  expect(admit(undefined, "10.0.0.1")).toMatchObject({ kind: "refused", because: "no_token" });
  expect(denials).toEqual([{ reason: "no token was sent", keyId: undefined, address: "10.0.0.1" }]);
  expect(harness({ required: false }).admit(undefined, "127.0.0.1")).toEqual({ kind: "anonymous" });
});

it.each([
  ["revoked", { revokedMs: NOW - 1 }, "the token is revoked"],
  ["expired", { expiresMs: NOW }, "the token is expired"],
  ["replaced", { expiresMs: NOW, replacedBy: "k2" }, "the token is replaced"],
  ["of the API", { kind: "api", role: "admin" }, "the key is for the API, not for sending telemetry"],
] as const)(
  "refuses one that is %s, required or not, and tells the sender no more than that it is wrong",
  (_, change, reason) => {
    for (const required of [true, false]) {
      const { token, key, denials, used, admit } = harness({ required, change });
      const verdict = admit(`Bearer ${token}`, "10.0.0.1");
      expect(verdict).toMatchObject({ kind: "refused", because: "wrong_token" });
      expect(JSON.stringify(verdict)).not.toContain(key.id);
      expect(denials).toEqual([{ reason, keyId: key.id, address: "10.0.0.1" }]);
      expect(used).toEqual([]);
    }
  },
);

it.each([
  ["an empty header", () => ""],
  ["another scheme", (token: string) => `Basic ${token}`],
  ["its beginning", (token: string) => `Bearer ${token.slice(0, 12)}`],
  ["one character less", (token: string) => `Bearer ${token.slice(0, -1)}`],
  ["another secret", (token: string) => `Bearer ${token.slice(0, 12)}_${"a".repeat(43)}`],
  ["two of them", (token: string) => `Bearer ${token}, Bearer ${token}`],
])("refuses %s, required or not", (_, headerOf) => {
  for (const required of [true, false]) {
    const { token, denials, admit } = harness({ required });
    expect(admit(headerOf(token), "10.0.0.1")).toMatchObject({ kind: "refused", because: "wrong_token" });
    expect(denials).toMatchObject([{ reason: "no such token", keyId: undefined }]);
  }
});

it("always lets this very process in", () => {
  expect(harness().admit(`Bearer ${OWN_TOKEN}`, "127.0.0.1").kind).toBe("admitted");
});
