/** A matcher that cannot be read or compiled: what was given, why it is wrong, and what to write instead. */
export class MatcherError extends Error {
  override readonly name = "MatcherError";
}
