import { expect, it } from "vitest";

import { parseInstant } from "./parse-instant.ts";

it.each([
  ["2026-11-25", Date.UTC(2026, 10, 25)],
  ["2024-02-29", Date.UTC(2024, 1, 29)],
  ["2026-11-25T09:00:00.5+01:00", Date.UTC(2026, 10, 25, 8, 0, 0, 500)],
  ["2026-11-25T09:00Z", Date.UTC(2026, 10, 25, 9)],
  ["2026-02-30", undefined],
  ["2026-13-01", undefined],
  ["2026-02-30T00:00:00Z", undefined],
  ["2026-11-25T09:00:00", undefined],
  ["yesterday", undefined],
  ["", undefined],
])("%j is %s", (text, ms) => {
  expect(parseInstant(text)).toBe(ms);
});
