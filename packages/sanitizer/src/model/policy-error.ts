/** A policy cannot be used as it is given. The message names the field, what was given (never a secret), why, and the fix. */
export class PolicyError extends Error {
  override readonly name = "PolicyError";
  /** Such as `pseudonyms.keys[0].secret`. */
  readonly field: string;
  /** The message without the field. */
  readonly problem: string;

  constructor(field: string, problem: string) {
    super(`Sanitizer policy, ${field}: ${problem}`);
    this.field = field;
    this.problem = problem;
  }
}
