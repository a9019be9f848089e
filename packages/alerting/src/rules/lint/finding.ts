/** Something that works, but hardly as its author wants. */
export interface Finding {
  readonly level: "warning" | "hint";
  /** Stable, for ignoring it: `missing-summary`. */
  readonly check: string;
  /** What it is about: `rule "billing/InvoicesFail"`, `route {}/{severity="critical"}`. */
  readonly subject: string;
  /** What is wrong, what follows from it, and the fix. */
  readonly message: string;
}

export type RuleFinding = Omit<Finding, "subject">;
