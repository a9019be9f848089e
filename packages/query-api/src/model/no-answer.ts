/** Why something cannot be shown, for who asks; what exactly is wrong is told to who runs the monitor. */
export function noAnswer(part: "store" | "core" | "store or the core"): string {
  return `The ${part} of the monitor does not answer; the monitor's own log says why.`;
}
