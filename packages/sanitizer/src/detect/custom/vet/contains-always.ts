import { onlyOne } from "./char-set.ts";
import type { PatternNode } from "./pattern-node.ts";

/** Whether every match holds `text`, its characters side by side. */
export function containsAlways(node: PatternNode, text: string): boolean {
  return new Runs(text).hold(node);
}

/** Characters that stand side by side in every match, read from left to right. */
class Runs {
  readonly #wanted: string;
  #run = "";
  #held = false;

  constructor(wanted: string) {
    this.#wanted = wanted;
  }

  hold(node: PatternNode): boolean {
    this.#read(node);
    return this.#held;
  }

  #read(node: PatternNode): void {
    switch (node.kind) {
      case "character":
        this.#add(onlyOne(node.set));
        return;
      case "sequence":
        for (const item of node.items) this.#read(item);
        return;
      case "choice":
        this.#held ||= node.options.every((option) => containsAlways(option, this.#wanted));
        this.#run = "";
        return;
      case "repeat":
        for (let i = 0; i < Math.min(node.min, this.#wanted.length); i++) this.#read(node.body);
        if (node.min === node.max && node.min <= this.#wanted.length) return;
        // What comes before stands beside the first repetition, what comes behind beside the last.
        this.#run = "";
        if (node.min > 0) this.#read(node.body);
        return;
      case "assertion":
    }
  }

  #add(character: string | undefined): void {
    this.#run = character === undefined ? "" : this.#run + character;
    this.#held ||= this.#run.endsWith(this.#wanted);
  }
}
