/** What the exit code of the command line says. */
export const EXIT = {
  ok: 0,
  /** It was asked rightly and did not work. */
  failure: 1,
  /** It was asked wrongly: flags, configuration. */
  usage: 2,
} as const;
