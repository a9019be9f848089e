/** A fault on its way up from the value to the root; each level it passes prepends where that level was. */
export class JsonFault extends Error {
  override readonly name = "JsonFault";
  readonly #path: (string | number)[] = [];

  constructor(problem: string, key?: string) {
    super(problem);
    if (key !== undefined) this.#path.push(key);
  }

  within(segment: string | number): this {
    this.#path.push(segment);
    return this;
  }

  get path(): string {
    const outermostFirst = this.#path.toReversed();
    return outermostFirst
      .map((segment, index) => (typeof segment === "number" ? `[${segment}]` : index === 0 ? segment : `.${segment}`))
      .join("");
  }
}
