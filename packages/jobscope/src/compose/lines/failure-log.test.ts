import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { ReaderUnavailableError } from "../../journey/http-thread/read-thread.ts";
import { failureLog } from "./failure-log.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const FULL = "500 questions are waiting already; ask again later";

function harness(): { readonly lines: string[]; fail(error: unknown, requestId?: string): void } {
  const lines: string[] = [];
  const tell = failureLog((line) => lines.push(line));
  return {
    lines,
    fail: (error, requestId = "order-4711") => tell({ method: "GET", path: "/jobs", error, requestId }),
  };
}

it("tells of a busy store in one line without a stack, and counts the others of the next seconds", () => {
  const { lines, fail } = harness();
  fail(new ReaderUnavailableError(FULL));
  expect(lines).toEqual([`api: GET /jobs failed (request order-4711): ${FULL}`]);
  for (let count = 0; count < 400; count++) fail(new ReaderUnavailableError(FULL));
  fail(new Error("the store cannot be asked", { cause: new ReaderUnavailableError("it\nis starting") }), "order-4712");
  expect(lines).toHaveLength(1);
  vi.advanceTimersByTime(5_000);
  expect(lines.slice(1)).toEqual([
    "api: 401 more requests failed because the store could not be asked; the last, GET /jobs (request order-4712): it is starting",
  ]);
  vi.advanceTimersByTime(60_000);
  expect(lines).toHaveLength(2);
  fail(new ReaderUnavailableError(FULL));
  expect(lines).toHaveLength(3);
});

it("tells of each other failure at once, with its stack", () => {
  const { lines, fail } = harness();
  fail(new ReaderUnavailableError(FULL));
  fail(new TypeError("a mistake of ours"));
  fail(new Error("outer", { cause: new RangeError("inner") }));
  fail("thrown as text");
  expect(lines[1]).toMatch(/^api: GET \/jobs failed \(request order-4711\): TypeError: a mistake of ours\n +at /);
  expect(lines[2]).toMatch(/: RangeError: inner\n +at /);
  expect(lines[3]).toBe("api: GET /jobs failed (request order-4711): thrown as text");
});
