/** Why a pattern cannot be used, and the fix; caught where it is vetted. */
export class PatternProblem extends Error {
  override readonly name = "PatternProblem";
}
