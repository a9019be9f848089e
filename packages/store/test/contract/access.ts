import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { AuditEntry, AuditQuery, StoredAudit, StoredKey } from "../../src/port/access.ts";
import { InvalidCursorError } from "../../src/port/read.ts";
import type { RetentionPolicy } from "../../src/port/write.ts";
import { T0 } from "../samples.ts";
import { allPages, type OpenStore, withCursor } from "./harness.ts";

const DAY = 86_400_000;
const YEAR = 365 * DAY;

const keyOf = (fields: Partial<StoredKey> = {}): StoredKey => ({
  id: "k1",
  kind: "api",
  name: "grafana",
  prefix: "jsk_abcdef",
  hash: "sha256$salt$digest",
  role: "viewer",
  createdMs: T0,
  createdBy: "admin",
  ...fields,
});

const entryOf = (fields: Partial<AuditEntry> = {}): AuditEntry => ({
  atMs: T0,
  actor: "admin",
  role: "admin",
  action: "keys.create",
  target: "k1",
  outcome: "done",
  detail: "",
  address: "10.0.0.0",
  requestId: "r1",
  count: 1,
  ...fields,
});

const POLICY: RetentionPolicy = {
  runsMs: 90 * DAY,
  keepRunsPerJob: 3,
  runLogsMs: 30 * DAY,
  otherLogsMs: DAY,
  metricPointsMs: 7 * DAY,
  maxBytes: 1,
};

export function accessContract(store: () => OpenStore): void {
  const auditOf = (filters: Partial<AuditQuery> = {}, limit = 100): readonly StoredAudit[] =>
    allPages((cursor) => store().reader.audit(withCursor({ limit, ...filters }, cursor)));
  const numbersOf = (entries: readonly StoredAudit[]): readonly number[] => entries.map(({ sequence }) => sequence);

  describe("keys", () => {
    it("come back as they were written, newest first, revoked and expired ones too", () => {
      const { writer, reader } = store();
      const keys = [
        keyOf({ id: "k3", createdMs: T0 + 2, kind: "ingest", role: "", services: ["billing"] }),
        keyOf({ id: "k2", createdMs: T0 + 1, scopes: ["read"], revokedMs: T0 + 9, replacedBy: "k3" }),
        keyOf({ expiresMs: T0 + 5 }),
      ];
      for (const key of keys.toReversed()) writer.writeKey(key);
      expect(reader.keys()).toEqual(keys);
      writer.writeKey({ ...keys[2]!, revokedMs: T0 + 7 });
      expect(reader.keys()[2]).toEqual({ ...keys[2]!, revokedMs: T0 + 7 });
      const again = store().reopen();
      try {
        expect(again.reader.keys()).toHaveLength(3);
      } finally {
        again.close();
      }
    });

    it("keep their latest use, whatever is written of them in between", () => {
      const { writer, reader } = store();
      writer.writeKey(keyOf());
      writer.writeKeyUses([
        { id: "k1", atMs: T0 + 5 },
        { id: "unknown", atMs: T0 },
      ]);
      writer.writeKeyUses([{ id: "k1", atMs: T0 + 3 }]);
      writer.writeKey(keyOf({ name: "renamed" }));
      expect(reader.keys()).toEqual([keyOf({ name: "renamed", lastUsedMs: T0 + 5 })]);
      writer.writeKey(keyOf({ lastUsedMs: T0 + 6 }));
      writer.writeKey(keyOf({ lastUsedMs: T0 + 1 }));
      expect(reader.keys()[0]?.lastUsedMs).toBe(T0 + 6);
    });

    it("have a version that grows with each change, and not with a use", () => {
      const { writer, reader } = store();
      const versions = [reader.keysVersion()];
      const steps = [
        () => writer.writeKey(keyOf()),
        () => writer.writeKey(keyOf({ revokedMs: T0 })),
        () => writer.writeKeyUses([{ id: "k1", atMs: T0 }]),
      ];
      for (const step of steps) {
        step();
        versions.push(reader.keysVersion());
      }
      expect(versions[1]).toBeGreaterThan(versions[0]!);
      expect(versions[2]).toBeGreaterThan(versions[1]!);
      expect(versions[3]).toBe(versions[2]);
    });

    it("beyond what is read are refused, and go a year after their end", () => {
      const { writer, reader } = store();
      writer.transaction(() => {
        for (let n = 0; n < 10_000; n++) writer.writeKey(keyOf({ id: `k${n}`, createdMs: T0 + n, revokedMs: T0 + n }));
      });
      expect(() => writer.writeKey(keyOf({ id: "one more" }))).toThrow(RangeError);
      writer.writeKey(keyOf({ id: "k7", createdMs: T0, name: "still changed" }));
      writer.enforceRetention(POLICY, T0 + YEAR + 5_000);
      expect(reader.keys()).toHaveLength(5_001);
      expect(reader.keys().at(-1)).toMatchObject({ id: "k7" });
    });
  });

  describe("the audit", () => {
    it("numbers entries without gaps, in order, across transactions that are rolled back and restarts", () => {
      const { writer } = store();
      writer.appendAudit([entryOf(), entryOf({ atMs: T0 + 1 })]);
      expect(() =>
        writer.transaction(() => {
          writer.appendAudit([entryOf({ atMs: T0 + 2 })]);
          throw new RangeError("no");
        }),
      ).toThrow(new RangeError("no"));
      const again = store().reopen();
      try {
        again.writer.appendAudit([entryOf({ atMs: T0 + 3, detail: "after" })]);
        const { items } = again.reader.audit({ limit: 10 });
        expect(numbersOf(items)).toEqual([3, 2, 1]);
        expect(items[0]).toEqual({
          ...entryOf({ atMs: T0 + 3, detail: "after" }),
          sequence: 3,
          digest: items[0]?.digest,
        });
        expect(items[0]?.digest).toMatch(/^[\da-f]{64}$/);
        expect(again.reader.checkAudit()).toEqual({ ok: true, entries: 3 });
      } finally {
        again.close();
      }
    });

    it("finds by every combination of filters what a plain search finds, page by page", () => {
      const { writer } = store();
      const one = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
      const entries = fc.sample(
        fc.record({
          atMs: fc.integer({ min: T0, max: T0 + 20 }),
          actor: one("ann", "bob"),
          action: one("access", "keys.create"),
          outcome: one<AuditEntry["outcome"]>("done", "denied", "failed"),
        }),
        { numRuns: 150, seed: 6 },
      );
      writer.transaction(() => writer.appendAudit(entries.map(entryOf)));
      const written = auditOf().toSorted((a, b) => a.sequence - b.sequence);
      expect(numbersOf(written)).toEqual(entries.map((_, index) => index + 1));
      const optional = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(of, { nil: undefined });
      const filters = fc.record({
        actor: optional(one("ann", "bob", "nobody")),
        action: optional(one("access", "keys.create")),
        outcome: optional(one<AuditEntry["outcome"]>("done", "denied", "failed")),
        fromMs: optional(fc.integer({ min: T0 - 1, max: T0 + 21 })),
        toMs: optional(fc.integer({ min: T0 - 1, max: T0 + 21 })),
      });
      fc.assert(
        fc.property(filters, fc.integer({ min: 1, max: 40 }), ({ actor, action, outcome, fromMs, toMs }, limit) => {
          const given = {
            ...(actor !== undefined && { actor }),
            ...(action !== undefined && { action }),
            ...(outcome !== undefined && { outcome }),
            ...(fromMs !== undefined && { fromMs }),
            ...(toMs !== undefined && { toMs }),
          };
          const expected = written
            .filter((entry) => actor === undefined || entry.actor === actor)
            .filter((entry) => action === undefined || entry.action === action)
            .filter((entry) => outcome === undefined || entry.outcome === outcome)
            .filter(({ atMs }) => atMs >= (fromMs ?? T0) && atMs < (toMs ?? Infinity))
            .toSorted((a, b) => b.atMs - a.atMs || b.sequence - a.sequence);
          expect(auditOf(given, limit)).toEqual(expected);
        }),
        { numRuns: 60 },
      );
    });

    it("shows each entry once while more are written, and takes no cursor of another question", () => {
      const { writer, reader } = store();
      writer.appendAudit(Array.from({ length: 9 }, (_, n) => entryOf({ atMs: T0 + n })));
      const first = reader.audit({ limit: 4 });
      writer.appendAudit([entryOf({ atMs: T0 + 100 })]);
      const rest = allPages((cursor) => reader.audit({ limit: 4, cursor: cursor ?? first.nextCursor ?? "" }));
      expect(numbersOf([...first.items, ...rest])).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1]);
      const foreign = { limit: 4, actor: "admin", cursor: first.nextCursor ?? "" };
      expect(() => reader.audit(foreign)).toThrow(InvalidCursorError);
    });

    it("loses its oldest entries a year after they were written, in chunks, and is one chain still", () => {
      const { writer, reader } = store();
      const now = Date.now();
      const old = Array.from({ length: 6_000 }, () => entryOf({ atMs: now - 2 * YEAR }));
      const young = [entryOf({ atMs: now - YEAR + DAY }), entryOf({ atMs: now })];
      // Written while the clock of the machine was wrong: it goes when those before it go, not earlier.
      const misdated = entryOf({ atMs: now - 3 * YEAR });
      writer.transaction(() => writer.appendAudit([...old, young[0]!, misdated, young[1]!]));
      writer.enforceRetention(POLICY, now);
      expect(auditOf({}, 1_000)).toHaveLength(1_003);
      expect(reader.checkAudit()).toEqual({ ok: true, entries: 1_003 });
      writer.enforceRetention(POLICY, now);
      writer.enforceRetention(POLICY, now + YEAR);
      expect(numbersOf(auditOf({}, 1_000)).toSorted((a, b) => a - b)).toEqual([6_001, 6_002, 6_003]);
      writer.appendAudit([entryOf({ atMs: now })]);
      expect(reader.checkAudit()).toEqual({ ok: true, entries: 4 });
    });

    it("is checked in steps, also while retention takes what was checked", () => {
      const { writer, reader } = store();
      const now = Date.now();
      const old = Array.from({ length: 11_000 }, () => entryOf({ atMs: now - 2 * YEAR }));
      writer.transaction(() => writer.appendAudit([...old, entryOf({ atMs: now })]));
      const first = reader.checkAudit();
      expect(first).toMatchObject({ ok: true, entries: 5_000, next: { sequence: 5_000 } });
      const second = reader.checkAudit(first.next);
      expect(second).toMatchObject({ ok: true, entries: 5_000, next: { sequence: 10_000 } });
      expect(reader.checkAudit(second.next)).toEqual({ ok: true, entries: 1_001 });
      for (let n = 0; n < 2; n += 1) writer.enforceRetention(POLICY, now);
      expect(reader.checkAudit(first.next)).toEqual({ ok: true, entries: 1_001 });
      expect(reader.checkAudit({ sequence: 10_500, digest: "another" })).toMatchObject({ ok: false, brokenAt: 10_501 });
    });

    it("goes on with its numbers where all of it is old", () => {
      const { writer, reader } = store();
      const now = Date.now();
      writer.appendAudit([entryOf({ atMs: now - 2 * YEAR }), entryOf({ atMs: now - 2 * YEAR })]);
      writer.enforceRetention(POLICY, now);
      writer.appendAudit([entryOf({ atMs: now })]);
      expect(numbersOf(auditOf())).toEqual([3, 2]);
      expect(reader.checkAudit()).toEqual({ ok: true, entries: 2 });
    });
  });
}
