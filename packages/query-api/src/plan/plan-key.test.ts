import type { StoredKey } from "@jobscope/store";
import { describe, expect, it } from "vitest";

import type { KeyWish, MintedKey } from "../model/new-key.ts";
import { newKey, rotation } from "./plan-key.ts";

const NOW = 1_000_000;
const OLD: StoredKey = {
  id: "old",
  prefix: "jsk_old",
  hash: "h",
  kind: "api",
  name: "ci",
  role: "operator",
  scopes: ["read"],
  createdMs: NOW - 400,
  createdBy: "x",
};
const mint = (wish: KeyWish): MintedKey => ({ key: "secret", stored: { ...wish, id: "new", prefix: "p", hash: "h2" } });
const rotated = (old: StoredKey, overlapMs: number, expiresMs?: number): ReturnType<typeof rotation> =>
  rotation(old, { mint, by: "me", nowMs: NOW, overlapMs, expiresMs });

it("a new key has each scope and service once, and no role where it sends telemetry", () => {
  const made = { by: "me", nowMs: NOW };
  expect(newKey({ name: "n", kind: "ingest", services: ["a", "b", "a"] }, made)).toEqual({
    kind: "ingest",
    name: "n",
    role: "",
    services: ["a", "b"],
    createdMs: NOW,
    createdBy: "me",
  });
  expect(newKey({ name: "n", kind: "api", role: "viewer", scopes: ["read", "read"] }, made).scopes).toEqual(["read"]);
});

describe("a rotation", () => {
  it("gives on the rights, and ends the old key after the overlap", () => {
    const { minted, replaced, detail } = rotated(OLD, 50);
    expect(minted.stored).toMatchObject({ role: "operator", scopes: ["read"], createdMs: NOW, createdBy: "me" });
    expect(minted.stored.expiresMs).toBeUndefined();
    expect(replaced).toEqual({ ...OLD, expiresMs: NOW + 50, replacedBy: "new" });
    expect(detail).toBe("replaced by new; good until 1970-01-01T00:16:40.050Z");
  });

  it("gives as long a life as the old one had, unless another end is asked for", () => {
    const ending = { ...OLD, expiresMs: NOW + 100 };
    expect(rotated(ending, 0).minted.stored.expiresMs).toBe(NOW + 500);
    expect(rotated(ending, 0, NOW + 7).minted.stored.expiresMs).toBe(NOW + 7);
  });

  it("never lengthens the life of the old key", () => {
    expect(rotated({ ...OLD, expiresMs: NOW + 100 }, 10_000).replaced.expiresMs).toBe(NOW + 100);
  });
});
