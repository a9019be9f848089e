import { runJob } from "@jobscope/instrumentation";

const EMOJI = "😀";

/** A job whose name, error and log attributes hold what encoders have stumbled over. */
export function oddValues(): void {
  const attributes = {
    "lone surrogate": `a${EMOJI.slice(0, 1)}b`,
    "beyond 64 bit": 2 ** 63,
    "below 64 bit": -(2 ** 63),
    huge: 10n ** 30n,
    symbol: Symbol("s"),
    function: () => 1,
    hole: [1, , 3],
    "invalid date": new Date(Number.NaN),
    "not a number": Number.NaN,
    "": "an empty key",
    map: new Map([["a", 1]]),
    [`key ${EMOJI.slice(1)}`]: "a lone surrogate in a key",
  };
  // An emoji across every length at which a text may be cut.
  for (let shift = 0; shift < 2; shift++) {
    try {
      runJob({ name: `odd ${EMOJI.slice(0, 1)}${shift}` }, (job) => {
        job.logger.warn("odd values", attributes);
        job.progress(0.5, "x".repeat(shift) + EMOJI.repeat(20_000));
        throw new RangeError("x".repeat(shift) + EMOJI.repeat(40_000));
      });
    } catch {
      // What matters is what was sent.
    }
  }
  console.log("odd done");
}
