import { ATTRIBUTES, EXEMPT_ATTRIBUTES } from "@jobscope/semconv";
import type { AttributeDefinition } from "@jobscope/semconv";
import { describe, expect, test } from "vitest";

import { createSanitizer } from "../walk/create-sanitizer.ts";

const EVENTS = 1_000_000;

/** A seeded generator (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const next = random(20_261_125);
const below = (limit: number): number => Math.floor(next() * limit);
const digits = (count: number): string => Array.from({ length: count }, () => below(10)).join("");
const hex = (count: number): string => Array.from({ length: count }, () => below(16).toString(16)).join("");

/** Ids of every make, those among them that look like cards, phone numbers, addresses and tokens. */
const IDS: readonly (() => string)[] = [
  () => `${hex(8)}-${hex(4)}-7${hex(3)}-a${hex(3)}-${hex(12)}`,
  () => digits(16),
  () => "4111111111111111",
  () => `+4930${digits(8)}`,
  () => `10.${below(256)}.${below(256)}.${below(256)}`,
  () => hex(40),
  () => `pid:[${digits(10)}]`,
  () => `ghp_${hex(36)}`,
];
const id = (): string => IDS[below(IDS.length)]?.() ?? "";
const instant = (): string => new Date(1_700_000_000_000 + below(100_000_000_000)).toISOString();

function valueOf({ type, values }: AttributeDefinition): unknown {
  if (values !== undefined) return values[below(values.length)];
  if (type === "instant") return instant();
  if (type === "instant[]") return [instant(), instant()];
  if (type === "int") return below(2 ** 31);
  if (type === "double") return next() * 10 ** below(12);
  if (type === "boolean") return next() < 0.5;
  return type === "string[]" ? [id(), id()] : id();
}

const EXEMPT = ATTRIBUTES.filter(({ name }) => EXEMPT_ATTRIBUTES.has(name));

/** The value pools are drawn from, because making each value anew costs more than sanitizing it. */
const POOLS = EXEMPT.map((definition) => Array.from({ length: 509 }, () => valueOf(definition)));

describe("attributes of the contract that no detector looks at", () => {
  test(`are the same after as before, over ${EVENTS} events`, () => {
    const sanitizer = createSanitizer();
    const changed = new Set<string>();
    for (let event = 0; event < EVENTS; event++) {
      const given: Record<string, unknown> = {};
      const from = below(EXEMPT.length);
      for (let i = 0; i < 6; i++) {
        const at = (from + i * 7) % EXEMPT.length;
        given[EXEMPT[at]?.name ?? ""] = POOLS[at]?.[event % 509];
      }
      const { attributes } = sanitizer.attributes(given, { exempt: EXEMPT_ATTRIBUTES });
      for (const key in given) {
        const [before, after] = [given[key], attributes[key]];
        const same = Array.isArray(before) ? JSON.stringify(before) === JSON.stringify(after) : before === after;
        if (!same) changed.add(key);
      }
    }
    expect([...changed]).toEqual([]);
  }, 60_000);

  test("names, messages and what an error says are looked at", () => {
    const searched = [
      "job.name",
      "job.group.name",
      "job.owner.name",
      "job.step.name",
      "job.run.progress.message",
      "job.schedule.expression",
      "error.type",
      "exception.type",
      "exception.message",
      "exception.stacktrace",
    ];
    const { attributes } = createSanitizer().attributes(
      Object.fromEntries(searched.map((key) => [key, "of mira.kovacs@northwind-mail.net"])),
      { exempt: EXEMPT_ATTRIBUTES },
    );
    expect(Object.keys(attributes)).toEqual(searched);
    for (const key of searched) expect(attributes[key], key).not.toContain("kovacs");
  });

  test("every one of them is an id, an instant, a number or of a closed set", () => {
    const texts = EXEMPT.filter(({ type, values }) => type.startsWith("string") && values === undefined);
    expect(texts.map(({ name }) => name)).toEqual([
      "job.run.id",
      "job.run.previous.id",
      "job.process.active_runs",
      "job.process.found_dead",
      "job.process.boot_id",
      "job.process.pid_namespace",
      "job.process.kernel_start_time",
      "log.record.uid",
      "job.telemetry.signal",
      "job.telemetry.drop.reason",
      "jobscope.sanitizer.detector",
      "jobscope.sanitizer.location",
      "jobscope.sanitizer.action",
      "jobscope.sanitizer.unseen.reason",
    ]);
  });
});
