import type { CharSet } from "./char-set.ts";
import { NOTHING, overlap, union } from "./char-set.ts";
import type { ChoiceNode, PatternNode, RepeatNode } from "./pattern-node.ts";
import { charactersOf, firstOf, isFixed, isNullable, longestOf, placesOf, shortestOf } from "./pattern-node.ts";
import { PatternProblem } from "./pattern-problem.ts";

/** Up to here a repetition counts as a few characters more or less. */
const FEW = 8;
/** Ways through the pattern that one text may leave open at a time. */
const MOST_WAYS = 4;
/** Characters that may have to be compared again for each place where the one open repetition can end. */
const MOST_TAIL = 16;
/** Longer than any match. */
const LONGEST = 4_096;

/**
 * Refuses what a backtracking engine may need more than linear time for. The next character has to decide what comes next;
 * one repetition may leave its end open, outside of other repetitions, if nothing long behind it takes the same characters.
 *
 * @throws {PatternProblem}
 */
export function checkLinear(node: PatternNode): void {
  if (shortestOf(node) > LONGEST) throw new PatternProblem(TOO_LONG);
  new LinearCheck().check(node, { follow: NOTHING, loops: 0 });
}

interface Place {
  /** What may come behind. */
  readonly follow: CharSet;
  /** In how many repetitions it stands. */
  readonly loops: number;
}

class LinearCheck {
  /** Characters of the repetition that leaves its end open. */
  #open: CharSet | undefined;
  #tail = 0;
  #ways = 1;

  check(node: PatternNode, place: Place): void {
    switch (node.kind) {
      case "character":
        this.#compare(node.set);
        return;
      case "sequence":
        for (const [i, item] of node.items.entries())
          this.check(item, { ...place, follow: behind(node.items.slice(i + 1), place.follow) });
        return;
      case "choice":
        this.#choice(node, place);
        return;
      case "repeat":
        this.#repeat(node, place);
        return;
      case "assertion":
        if (node.inside !== undefined) new LinearCheck().check(node.inside, { follow: NOTHING, loops: place.loops });
    }
  }

  #choice(node: ChoiceNode, place: Place): void {
    const ways = waysOf(node, place.follow);
    for (const option of node.options) this.check(option, place);
    if (ways > 1) this.#leaveOpen(node, ways, place.loops);
  }

  #repeat(node: RepeatNode, { follow, loops }: Place): void {
    const { body, min, max } = node;
    if (longestOf(node) > FEW && this.#open !== undefined && overlap(this.#open, charactersOf(body))) {
      throw new PatternProblem(SIDE_BY_SIDE);
    }
    const longest = longestOf(body) * max;
    if (max > 1 && Number.isFinite(longest) && longest > LONGEST) throw new PatternProblem(TOO_LONG);
    const before = this.#tail;
    const again = max > 1 ? firstOf(body) : NOTHING;
    this.check(body, { follow: union(again, follow), loops: loops + (max > 1 ? 1 : 0) });
    if (max !== Number.POSITIVE_INFINITY) this.#lengthenTail((this.#tail - before) * (max - 1));
    if (min !== max && overlap(firstOf(body), follow)) this.#leaveOpen(node, max - min + 1, loops);
  }

  /** `node` can go on in several ways with the next character the same. */
  #leaveOpen(node: PatternNode, ways: number, loops: number): void {
    if (loops > 0) throw new PatternProblem(NESTED);
    if (longestOf(node) <= FEW || (node.kind === "choice" && node.options.every(isFixed))) {
      this.#ways *= ways;
      if (this.#ways > MOST_WAYS) throw new PatternProblem(SIDE_BY_SIDE);
      return;
    }
    if (this.#open !== undefined) throw new PatternProblem(SIDE_BY_SIDE);
    this.#open = charactersOf(node);
    this.#tail = 0;
  }

  #compare(set: CharSet): void {
    if (this.#open !== undefined && overlap(this.#open, set)) this.#lengthenTail(1);
  }

  #lengthenTail(by: number): void {
    this.#tail += by;
    if (this.#tail > MOST_TAIL) throw new PatternProblem(SIDE_BY_SIDE);
  }
}

/** How many options of a choice one text may leave open. */
function waysOf({ options }: ChoiceNode, follow: CharSet): number {
  const places = options.map(placesOf);
  if (places.every((place) => place !== undefined)) {
    return Math.max(...places.map((one) => places.filter((other) => agree(one, other)).length));
  }
  const firsts = options.map((option) => (isNullable(option) ? union(firstOf(option), follow) : firstOf(option)));
  return Math.max(...firsts.map((one) => firsts.filter((other) => one === other || overlap(one, other)).length));
}

/** Whether a text can fulfil both: one of them is the other's beginning. */
const agree = (one: readonly CharSet[], other: readonly CharSet[]): boolean =>
  one.every((set, i) => other[i] === undefined || overlap(set, other[i]));

const NESTED =
  "within a repetition the next character does not decide what comes next, which can take exponential time. Let what is repeated begin with a character that it holds nowhere else, or repeat a single class.";
const SIDE_BY_SIDE =
  "several parts side by side can take the same characters, which can take more than linear time. Put a character between them that the first does not take, or give fixed counts such as {32}.";
const TOO_LONG = `it asks for more than ${String(LONGEST)} characters, which no match may hold.`;

/** What may come behind, if these items come next. */
function behind(items: readonly PatternNode[], follow: CharSet): CharSet {
  const rest: PatternNode = { kind: "sequence", items };
  return isNullable(rest) ? union(firstOf(rest), follow) : firstOf(rest);
}
