/** Prometheus' four; regular expressions are RE2 (linear time) and anchored at both ends. */
export type MatchOp = "=" | "!=" | "=~" | "!~";

/** A name that is not there counts as `""`. */
export interface Matcher {
  readonly name: string;
  readonly op: MatchOp;
  readonly value: string;
}

/** All must match. */
export type Matchers = readonly Matcher[];
