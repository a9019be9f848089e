/** One thing that is wrong with the configuration. */
export interface ConfigProblem {
  /** Key of the setting, or what was taken for one. */
  readonly key: string;
  /** Where it was set: `flag --otlp-addr`, `environment JOBSCOPE_OTLP_ADDR`, `jobscope.config.yaml line 3`. */
  readonly where: string;
  /** As given; absent for secrets, and where nothing was given. */
  readonly given?: string;
  readonly why: string;
  /** What is allowed, or what to do. */
  readonly fix: string;
}

/** The configuration cannot be used; the message lists everything that is wrong with it. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    super(["The configuration cannot be used.", ...problems.map(lineOf)].join("\n"));
    this.problems = problems;
  }
}

function lineOf({ key, where, given, why, fix }: ConfigProblem): string {
  const value = given === undefined ? "" : ` ${given}`;
  return `  ${where}: ${key}${value} ${why}. ${fix}`;
}
