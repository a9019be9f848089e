import { TemplateError } from "./template-error.ts";
import { isList, ValueMap, type Value } from "./value.ts";

/** Longer results are cut. */
export const MAX_OUTPUT = 16_384;
const MAX_STEPS = 10_000;
/** Characters that functions may be given and give back, all together. */
const MAX_WORK = 4_000_000;
const MAX_REGEX_TEXT = 16_384;

/** What one rendering may cost, so that no template and no value can hold up the evaluation of rules. */
export class Budget {
  #output = "";
  #steps = 0;
  #work = 0;

  get output(): string {
    return this.#output.length > MAX_OUTPUT ? `${this.#output.slice(0, MAX_OUTPUT).toWellFormed()}…` : this.#output;
  }

  write(text: string): void {
    if (this.#output.length <= MAX_OUTPUT) this.#output += text;
  }

  step(): void {
    this.#steps += 1;
    if (this.#steps > MAX_STEPS) throw new TemplateError(`it takes more than ${MAX_STEPS} steps`);
  }

  charge(name: string, values: readonly Value[]): void {
    const sizes = values.map(sizeOf);
    this.#work += sizes.reduce((sum, size) => sum + size, 0);
    if (name === "match" || name === "reReplaceAll") this.#chargeRegex(sizes);
    if (this.#work > MAX_WORK) throw new TemplateError("it handles too much text");
  }

  #chargeRegex(sizes: readonly number[]): void {
    const [pattern = 0] = sizes;
    const text = sizes.at(-1) ?? 0;
    if (text > MAX_REGEX_TEXT)
      throw new TemplateError(`a text of ${text} characters is too long for a regular expression`);
    // Linear in the text, but each character may cost a look at each state of the pattern.
    this.#work += Math.ceil((pattern * text) / 10);
  }
}

function sizeOf(value: Value): number {
  if (typeof value === "string") return value.length;
  if (isList(value)) return value.length;
  return value instanceof ValueMap ? value.entries.size : 1;
}
