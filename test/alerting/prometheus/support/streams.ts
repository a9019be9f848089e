/** Seeded, so that a failure can be played again. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What is sent at one step: a value, that the series ends, or nothing. */
export type Step = number | "stale" | "none";

/** Stays below or above 10 for a while, with gaps of one step and of many, and ends in between. */
export function gaugeSteps(random: () => number, length: number): readonly Step[] {
  const steps: Step[] = [];
  while (steps.length < length) {
    const kind = random();
    const times = 1 + Math.floor(random() * (kind < 0.1 ? 14 : 6));
    for (let n = 0; n < times; n += 1) {
      if (kind < 0.2) steps.push("none");
      else if (kind < 0.27) steps.push(n === 0 ? "stale" : "none");
      else steps.push(kind < 0.6 ? Math.floor(random() * 10) : 11 + Math.floor(random() * 5));
    }
  }
  return steps.slice(0, length);
}

/**
 * A counter: bursts, rests and resets. It was there before. It stays away from nought: there Prometheus 2 stretches its increase
 * further than Prometheus 3 (its pull request 13725), which is the one that ours agrees with.
 */
export function counterSteps(random: () => number, length: number): readonly number[] {
  let value = 1_000;
  return Array.from({ length }, () => {
    const kind = random();
    if (kind < 0.05) value = Math.max(100, value - 100 - Math.floor(random() * 100));
    else if (kind < 0.4) value += 1 + Math.floor(random() * 4);
    return value;
  });
}
