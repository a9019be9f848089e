import type { IngestOutcome, RawRequest } from "@jobscope/otlp";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { tellRefusals } from "./refusal-log.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const REQUEST: RawRequest = {
  signal: "logs",
  encoding: "json",
  compression: "identity",
  body: new Uint8Array(0),
  receivedMs: 0,
};

function harness(): { lines: string[]; take(outcome: IngestOutcome): Promise<void> } {
  const lines: string[] = [];
  let next: IngestOutcome;
  const ingest = tellRefusals(
    () => Promise.resolve(next),
    (line) => lines.push(line),
  );
  const take = async (outcome: IngestOutcome): Promise<void> => {
    next = outcome;
    expect(await ingest(REQUEST)).toBe(outcome);
  };
  return { lines, take };
}

const malformed = (message: string): IngestOutcome => ({ kind: "malformed", message });

it("tells the first refusal at once, and those of the minute after it in one line", async () => {
  const { lines, take } = harness();
  await take({ kind: "accepted", rejected: 0, message: "" });
  await take({ kind: "unavailable", message: "full", retryAfterSeconds: 1 });
  expect(lines).toEqual([]);
  await take(malformed("The body is not JSON."));
  expect(lines).toEqual(["otlp: a request for logs (json) was refused: The body is not JSON."]);
  for (let count = 0; count < 999; count++) await take(malformed("a"));
  await take({ kind: "too_large", message: "The last\none." });
  expect(lines).toHaveLength(1);
  vi.advanceTimersByTime(60_000);
  expect(lines.slice(1)).toEqual([
    "otlp: 1000 more requests were refused in the last minute; the last, for logs (json): The last one.",
  ]);
});

it("tells the next one at once after a minute without any", async () => {
  const { lines, take } = harness();
  await take(malformed("first"));
  vi.advanceTimersByTime(60_000);
  expect(lines).toHaveLength(1);
  await take(malformed("second"));
  expect(lines).toHaveLength(2);
  expect(lines[1]).toContain("second");
});
