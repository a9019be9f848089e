import type { StreamSelector } from "../../model/rule.ts";
import { compileMatchers } from "../../rules/matching/compile-matchers.ts";
import { SelectionList } from "./selection-list.ts";

/** What rules want of one metric. */
export interface MetricInterest {
  readonly selections: SelectionList[];
  /** How far back the longest window reaches. */
  horizonMs: number;
  /** How long a silent stream is remembered at least. */
  keepMs: number;
  /** Wanted only after points had come: a stream that is not known need not be new. */
  readonly isLate: boolean;
}

export interface Wish {
  readonly selector: StreamSelector;
  readonly horizonMs: number;
  readonly keepMs: number;
  readonly isLate: boolean;
}

/** Adds a rule's wish to the wishes for its metric. */
export function addWish(interests: Map<string, MetricInterest>, wish: Wish): SelectionList {
  const { selector, horizonMs, keepMs, isLate } = wish;
  const selection = new SelectionList(compileMatchers(selector.where));
  const interest = interests.get(selector.metric) ?? { selections: [], horizonMs: 0, keepMs: 0, isLate };
  interest.selections.push(selection);
  interest.horizonMs = Math.max(interest.horizonMs, horizonMs);
  interest.keepMs = Math.max(interest.keepMs, keepMs);
  interests.set(selector.metric, interest);
  return selection;
}
