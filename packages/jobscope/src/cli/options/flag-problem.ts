import { parseInstant } from "@jobscope/query-api";
import type { ParameterFault } from "@jobscope/query-api";

import { ConfigError } from "../../config/config-error.ts";
import { parseDuration } from "../../config/settings/measures.ts";

/** A flag that was used wrongly: exit code 2, with the fix. `flag`: `--expires` */
export function flagProblem(
  flag: string,
  given: string,
  { why, fix }: { readonly why: string; readonly fix: string },
): Error {
  return new ConfigError([{ key: flag.slice(2), where: `flag ${flag}`, given: JSON.stringify(given), why, fix }]);
}

/** Flags whose values the API would refuse too. `flagOf`: the flag of a parameter. */
export function refusedFlags(faults: readonly ParameterFault[], flagOf: (parameter: string) => string): ConfigError {
  return new ConfigError(
    faults.map(({ parameter, detail, fix }) => ({
      key: parameter,
      where: `flag ${flagOf(parameter)}`,
      why: `is refused: ${detail.replace(/\.$/, "")}`,
      fix,
    })),
  );
}

const DAY_MS = 86_400_000;

/** `90d` in milliseconds. @throws {ConfigError} */
export function durationFlag(flag: string, given: string, maxDays?: number): number {
  const ms = parseDuration(given);
  if (ms !== undefined && ms <= (maxDays ?? Infinity) * DAY_MS) return ms;
  const most = maxDays === undefined ? "" : `, at most ${maxDays}d`;
  const fix = `Give a number with s, m, h, d or w, such as 90d${most}.`;
  throw flagProblem(flag, given, { why: "is no duration", fix });
}

/** An instant in UTC, or how long ago: `2026-11-25T12:00:00Z`, `2026-11-25`, `24h`. Epoch milliseconds. @throws {ConfigError} */
export function instantFlag(flag: string, given: string, nowMs: number): number {
  const ago = parseDuration(given);
  if (ago !== undefined) return nowMs - ago;
  const ms = parseInstant(given);
  if (ms !== undefined) return ms;
  throw flagProblem(flag, given, {
    why: "is no instant",
    fix: "Give a date (2026-11-25), an instant with its zone (2026-11-25T12:00:00Z), or how long ago (24h).",
  });
}

/** `a,b` */
export function listFlag(given: string): readonly string[] {
  return given
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}
