import type { ScheduleSource } from "../model/job-definition.ts";

const ASKED = 20;
/** Instants counted one by one in a gap; a longer gap is reported without a count. */
const MAX_COUNTED = 1000;

export type Answer =
  | { readonly kind: "times"; readonly times: readonly number[] }
  | { readonly kind: "failed"; readonly error: unknown };

/** The library's next instants, as it gives them; it may throw (`cron` does for 29 February). */
export function askNext(source: ScheduleSource, count: number = ASKED, afterMs?: number): Answer {
  try {
    const dates = afterMs === undefined ? source.nextTimes(count) : source.nextTimes(count, new Date(afterMs));
    const times = dates.map((date) => date.getTime()).filter((time) => Number.isFinite(time));
    return { kind: "times", times: times.slice(0, count) };
  } catch (error) {
    return { kind: "failed", error };
  }
}

/** How many instants lie in (`fromMs`, `toMs`], or undefined where the library cannot tell afterwards. */
export function countBetween(
  source: ScheduleSource,
  fromMs: number,
  toMs: number,
): { readonly firstMs: number; readonly lastMs: number; readonly count: number } | undefined {
  const inside: number[] = [];
  let from = fromMs;
  while (inside.length < MAX_COUNTED) {
    const answer = askNext(source, 100, from);
    if (answer.kind === "failed") return undefined;
    const passed = answer.times.filter((time) => time > from && time <= toMs);
    inside.push(...passed);
    const last = passed.at(-1);
    if (last === undefined || passed.length < answer.times.length) break;
    from = last;
  }
  const [firstMs] = inside;
  const lastMs = inside.at(-1);
  if (firstMs === undefined || lastMs === undefined || inside.length >= MAX_COUNTED) return undefined;
  return { firstMs, lastMs, count: inside.length };
}
