/** One thing that is wrong with an alerting file. */
export interface ConfigProblem {
  /** `groups[0].rules[2].when.above`; "" for the whole. */
  readonly path: string;
  /** For people: `rule "InvoicesFail"`, with the line where the file has some. */
  readonly where: string;
  /** Field, what was given, why it is wrong, and the fix. */
  readonly message: string;
}

const MAX_SHOWN = 50;

/** An alerting file cannot be used: names everything that is wrong with it, never a secret. */
export class AlertingConfigError extends Error {
  override readonly name = "AlertingConfigError";
  readonly problems: readonly ConfigProblem[];

  /** `next`: what its reader should know beside the problems. */
  constructor(file: string, problems: readonly ConfigProblem[], next?: string) {
    const shown = problems
      .slice(0, MAX_SHOWN)
      .map(({ where, message }) => `\n  ${where === "" ? "" : `${where}: `}${message}`);
    const more = problems.length > MAX_SHOWN ? `\n  and ${problems.length - MAX_SHOWN} more` : "";
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    super(`${file} cannot be used, it has ${count}:${shown.join("")}${more}${next === undefined ? "" : `\n${next}`}`);
    this.problems = problems;
  }
}
