import { DiagLogLevel, diag } from "@opentelemetry/api";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { OutageNotice } from "./outage-notice.ts";

const warn = vi.fn<(message: string) => void>();
const others = vi.fn<() => void>();

beforeEach(() => {
  warn.mockClear();
  diag.setLogger({ warn, error: others, info: others, debug: others, verbose: others }, DiagLogLevel.WARN);
});
afterEach(() => diag.disable());

test("an outage is told once, when it has lasted a minute, and again only after the receiver was reached", () => {
  let nowMs = 5_000;
  const notice = new OutageNotice("http://collector:4318/v1/logs", () => nowMs);
  const fail = (atMs: number): void => {
    nowMs = atMs;
    notice.failed("ECONNREFUSED");
  };
  fail(5_000);
  fail(64_999);
  expect(warn).not.toHaveBeenCalled();
  fail(65_500);
  for (let atMs = 70_000; atMs < 700_000; atMs += 5_000) fail(atMs);
  expect(warn).toHaveBeenCalledOnce();
  expect(warn.mock.calls[0]?.[0]).toMatch(
    /http:\/\/collector:4318\/v1\/logs has taken no job events for 60 s \(ECONNREFUSED\)/,
  );
  notice.reached();
  fail(700_000);
  fail(759_000);
  expect(warn).toHaveBeenCalledOnce();
  fail(761_000);
  expect(warn).toHaveBeenCalledTimes(2);
  expect(others).not.toHaveBeenCalled();
});
