import { describe, expect, test } from "vitest";

import { firingAlert, HOUR, MINUTE, route, RouterHarness, routing } from "../../test/support/router-harness.ts";
import type { SilenceInput } from "../model/alerting.ts";
import type { Silence } from "../model/routing.ts";
import { KEEP_EXPIRED_MS, MAX_SILENCES, Silencer, silenceStateAt } from "./silencer.ts";

const input: SilenceInput = {
  matchers: [{ name: "alertname", op: "=", value: "JobFailed" }],
  endsAtMs: 1000,
  createdBy: "ann",
  comment: "migration",
};

describe("a silence", () => {
  test("is pending before its start, active from then on, expired at its end", () => {
    const silencer = new Silencer([], () => undefined);
    const silence = silencer.add({ ...input, startsAtMs: 500 }, 100, "s");
    expect([100, 499, 500, 999, 1000].map((atMs) => silenceStateAt(silence, atMs))).toEqual([
      "pending",
      "pending",
      "active",
      "active",
      "expired",
    ]);
    const alert = firingAlert({ labels: { alertname: "JobFailed" }, atMs: 0 });
    expect([499, 500, 1000].map((atMs) => silencer.hides(alert, atMs)?.id)).toEqual([undefined, "s", undefined]);
  });

  test("never begins in the past", () => {
    const silence = new Silencer([], () => undefined).add({ ...input, startsAtMs: 5 }, 100, "s");
    expect(silence).toEqual({ ...input, id: "s", startsAtMs: 100, createdAtMs: 100, untilResolved: false });
  });

  test.each<[string, Partial<SilenceInput>, RegExp]>([
    ["no matcher", { matchers: [] }, /1 to 50 matchers, not 0/],
    [
      "matchers that match everything",
      {
        matchers: [
          { name: "a", op: "=~", value: ".*" },
          { name: "b", op: "!=", value: "x" },
        ],
      },
      /hide every alert/,
    ],
    ["an end before its start", { startsAtMs: 900, endsAtMs: 900 }, /would end at 1970-01-01T00:00:00.900Z/],
    ["an end in the past", { endsAtMs: 99 }, /not after its start/],
    ["no end", { endsAtMs: Number.NaN }, /give endsAtMs/],
    ["an end that no calendar has", { endsAtMs: Number.POSITIVE_INFINITY }, /give endsAtMs/],
    ["no author", { createdBy: "  " }, /needs createdBy/],
    ["no comment", { comment: "" }, /needs comment/],
    ["a comment without measure", { comment: "x".repeat(2001) }, /at most 2000/],
    ["a pattern that does not compile", { matchers: [{ name: "a", op: "=~", value: "(" }] }, /not valid RE2/],
  ])("with %s is refused", (_, part, message) => {
    const changed: Silence[] = [];
    const silencer = new Silencer([], (silence) => changed.push(silence));
    expect(() => silencer.add({ ...input, ...part }, 100, "s")).toThrow(message);
    expect(changed).toEqual([]);
    expect(silencer.all()).toEqual([]);
  });

  test("one of its matchers may match an empty value", () => {
    const matchers = [...input.matchers, { name: "job_name", op: "!=" as const, value: "x" }];
    expect(new Silencer([], () => undefined).add({ ...input, matchers }, 100, "s").matchers).toEqual(matchers);
  });

  test("ends when somebody ends it, and says who; ending it twice changes nothing", () => {
    const changed: Silence[] = [];
    const silencer = new Silencer([], (silence) => changed.push(silence));
    silencer.add(input, 100, "s");
    silencer.add({ ...input, startsAtMs: 800 }, 100, "later");
    expect(silencer.expire("s", 200, "bob")).toMatchObject({ startsAtMs: 100, endsAtMs: 200, endedBy: "bob" });
    expect(silencer.expire("s", 300, "eve")).toMatchObject({ endsAtMs: 200, endedBy: "bob" });
    expect(silencer.expire("later", 200, "bob")).toMatchObject({ startsAtMs: 200, endsAtMs: 200 });
    expect(silencer.expire("none", 200, "bob")).toBeUndefined();
    expect(changed).toHaveLength(4);
  });

  test("reads traits like labels", () => {
    const silencer = new Silencer([], () => undefined);
    silencer.add({ ...input, matchers: [{ name: "database", op: "=", value: "down" }] }, 100, "s");
    const labels = { alertname: "X" };
    expect(silencer.hides(firingAlert({ labels, atMs: 0, traits: { database: "down" } }), 100)?.id).toBe("s");
    expect(silencer.hides(firingAlert({ labels, atMs: 0 }), 100)).toBeUndefined();
  });

  test("of those that hide an alert the oldest is named, after a restart, too", () => {
    const silencer = new Silencer([], () => undefined);
    const made = ["b", "a"].map((id, index) => silencer.add(input, 100 + index, id));
    const alert = firingAlert({ labels: { alertname: "JobFailed" }, atMs: 0 });
    expect(silencer.hides(alert, 500)?.id).toBe("b");
    expect(new Silencer(made.toReversed(), () => undefined).hides(alert, 500)?.id).toBe("b");
  });
});

test("there is an end to how many there may be; expired ones do not count and are forgotten in time", () => {
  const silencer = new Silencer([], () => undefined);
  for (let n = 0; n < MAX_SILENCES; n += 1) silencer.add(input, 100, `s${n}`);
  expect(() => silencer.add(input, 100, "more")).toThrow(/1000 silences already.*expire some/);
  expect(silencer.add({ ...input, endsAtMs: 3000 }, 1000, "more").id).toBe("more");
  expect(silencer.all()).toHaveLength(MAX_SILENCES + 1);
  const laterMs = 1000 + KEEP_EXPIRED_MS;
  silencer.add({ ...input, endsAtMs: laterMs + 1 }, laterMs, "last");
  expect(silencer.all().map(({ id }) => id)).toEqual(["more", "last"]);
});

describe("until resolved", () => {
  const matchers = [{ name: "alertname", op: "=" as const, value: "JobFailed" }];

  test("ends with the last alert that it hides", () => {
    const h = new RouterHarness();
    const silence = h.silence(matchers, 24 * HOUR, true);
    const ids = ["a", "b"].map((n) => h.fire({ alertname: "JobFailed", n }));
    const other = h.fire({ alertname: "Other" });
    h.advance(MINUTE);
    h.resolve(other);
    h.resolve(ids[0]!);
    expect(h.silences.get(silence.id)?.endsAtMs).toBe(silence.endsAtMs);
    h.advance(MINUTE);
    h.resolve(ids[1]!);
    expect(h.silences.get(silence.id)).toMatchObject({ endsAtMs: h.nowMs, endedBy: "the last alert resolved" });
    h.advance(HOUR);
    h.fire({ alertname: "JobFailed", n: "a" });
    expect(h.advance(MINUTE)).toMatchObject([{ firing: ["a"] }]);
  });

  test("does not end before the first alert comes", () => {
    const h = new RouterHarness();
    const silence = h.silence(matchers, 24 * HOUR, true);
    h.resolve(h.fire({ alertname: "Other" }));
    h.advance(HOUR);
    expect(h.silences.get(silence.id)?.endsAtMs).toBe(silence.endsAtMs);
  });
});

test("an alert that was hidden while it fired is told to nobody once its silence ends with it", () => {
  const h = new RouterHarness(routing({ route: route({ groupWaitMs: 0 }) }));
  h.silence(input.matchers, 24 * HOUR, true);
  const hidden = h.fire({ alertname: "JobFailed" });
  expect(h.advance(MINUTE)).toEqual([]);
  h.resolve(hidden);
  expect(h.advance(HOUR)).toEqual([]);
  const brief = h.fire({ alertname: "JobFailed" });
  h.resolve(brief);
  expect(h.advance(HOUR).map(({ reason }) => reason)).toEqual(["fired_and_resolved"]);
});

test("a preview names what would be hidden, and changes nothing", () => {
  const h = new RouterHarness();
  const a = h.fire({ alertname: "JobFailed", n: "a" });
  const over = h.fire({ alertname: "JobFailed", n: "b" });
  h.fire({ alertname: "Other" });
  h.resolve(over);
  expect(h.router.hides(input.matchers).map(({ id }) => id)).toEqual([a]);
  expect([...h.silences.keys()]).toEqual([]);
  expect(h.advance(HOUR)).toHaveLength(2);
});
