import type { MatchersFault, SilenceInput } from "../model/alerting.ts";
import type { Matcher } from "../model/matcher.ts";
import type { Silence } from "../model/routing.ts";
import { compileMatchers, type CompiledMatchers } from "../rules/matching/compile-matchers.ts";
import { MatcherError } from "../rules/matching/matcher-error.ts";

/** The silence that was asked for cannot be: the message says why, and what to give instead. */
export class SilenceRefused extends Error {
  override readonly name = "SilenceRefused";
  /** Where it is the matchers that cannot be. */
  readonly fault: MatchersFault | undefined;

  constructor(message: string, fault?: MatchersFault) {
    super(message);
    this.fault = fault;
  }
}

/** Longest comment and author, in characters: both are shown in messages. */
const MAX_TEXT = 2000;
const MAX_MATCHERS = 50;

/** The silence as it will be kept; throws {@link SilenceRefused}. */
export function checkSilence(input: SilenceInput, nowMs: number, id: string): Silence {
  const startsAtMs = Math.max(input.startsAtMs ?? nowMs, nowMs);
  checkTimes(input, startsAtMs);
  checkMatchers(input.matchers);
  return {
    id,
    matchers: input.matchers,
    startsAtMs,
    endsAtMs: input.endsAtMs,
    createdBy: checkText("createdBy", input.createdBy, "who asks for it"),
    comment: checkText("comment", input.comment, "why, for those who wonder later"),
    createdAtMs: nowMs,
    untilResolved: input.untilResolved ?? false,
  };
}

function checkTimes(input: SilenceInput, startsAtMs: number): void {
  if (!Number.isFinite(startsAtMs) || !Number.isFinite(input.endsAtMs)) {
    throw new SilenceRefused(
      "A silence needs times in milliseconds since 1970: give endsAtMs, an instant in the future.",
    );
  }
  if (input.endsAtMs <= startsAtMs) {
    throw new SilenceRefused(
      `The silence would end at ${isoText(input.endsAtMs)}, not after its start at ${isoText(startsAtMs)}: give a later end.`,
    );
  }
}

function isoText(ms: number): string {
  return Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : String(ms);
}

/** @throws {SilenceRefused} where they hide everything, are none or too many, or one of them does not compile. */
export function checkMatchers(matchers: readonly Matcher[]): void {
  if (matchers.length === 0 || matchers.length > MAX_MATCHERS) {
    const fix = "Name what it shall hide.";
    throw new SilenceRefused(`A silence needs 1 to ${MAX_MATCHERS} matchers, not ${matchers.length}.`, { fix });
  }
  const matchesEmpty = matchers.map((matcher, index) => compiled(matcher, index)(() => ""));
  if (matchesEmpty.every(Boolean)) {
    const fix = 'Add one that names something, as alertname="…".';
    throw new SilenceRefused("Each matcher matches an empty value, so the silence would hide every alert.", { fix });
  }
}

function compiled(matcher: Matcher, index: number): CompiledMatchers {
  try {
    return compileMatchers([matcher]);
  } catch (error) {
    if (!(error instanceof MatcherError)) throw error;
    const fix = "Send a pattern in RE2 syntax, as billing|mail-.*: it must match the whole value.";
    throw new SilenceRefused(error.message, { index, fix });
  }
}

function checkText(field: string, text: string, meaning: string): string {
  if (text.trim() === "") throw new SilenceRefused(`A silence needs ${field}: ${meaning}.`);
  if (text.length > MAX_TEXT) {
    throw new SilenceRefused(`${field} has ${text.length} characters; at most ${MAX_TEXT} are kept: shorten it.`);
  }
  return text;
}
