import type { Word } from "./lex.ts";
import { literalOf } from "./literal.ts";
import type { Command, Operand, Pipe } from "./node.ts";
import { TemplateError } from "./template-error.ts";

const MAX_DEPTH = 32;
const CONSTANTS: ReadonlyMap<string, boolean | undefined> = new Map([
  ["true", true],
  ["false", false],
  ["nil", undefined],
]);

/** Reads what stands within one action. */
export class PipeParser {
  readonly #words: readonly Word[];
  readonly #line: number;
  readonly #scope: readonly string[];
  #next = 0;
  #depth = 0;

  constructor(words: readonly Word[], line: number, scope: readonly string[]) {
    this.#words = words;
    this.#line = line;
    this.#scope = scope;
  }

  /** `variables`: how many may be declared in front. */
  whole(variables: number): Pipe {
    const declared = this.#declarations(variables);
    const commands = this.#commands();
    const left = this.#words[this.#next];
    if (left !== undefined) throw this.#problem(`unexpected "${left.text}"`);
    return { ...declared, commands };
  }

  #declarations(allowed: number): { variables: readonly string[]; assigns: boolean } {
    const start = this.#next;
    const variables: string[] = [];
    for (let variable = this.#take("variable"); variable !== undefined; variable = this.#take("variable")) {
      variables.push(variable);
      if (this.#takeSymbol(",")) continue;
      const declares = this.#takeSymbol(":=");
      if (!declares && !this.#takeSymbol("=")) break;
      if (variables.length > allowed) throw this.#problem(`${variables.length} variables are declared at once`);
      if (!declares) for (const name of variables) this.#checkKnown(name);
      return { variables, assigns: !declares };
    }
    this.#next = start;
    return { variables: [], assigns: false };
  }

  #commands(): readonly Command[] {
    const commands: Command[] = [this.#command()];
    while (this.#takeSymbol("|")) commands.push(this.#command());
    const late = commands.slice(1).find((command) => command[0]?.kind === "literal");
    if (late !== undefined) throw this.#problem("only a function can stand behind a |");
    return commands;
  }

  #command(): Command {
    const operands: Operand[] = [];
    for (;;) {
      this.#skipSpace();
      const operand = this.#operand();
      if (operand === undefined) break;
      operands.push(operand);
      const next = this.#words[this.#next];
      if (next !== undefined && next.kind !== "space" && !"|)".includes(next.text)) {
        throw this.#problem(`unexpected "${next.text}" behind a value: put a space between two values`);
      }
    }
    if (operands.length === 0) throw this.#problem("a value is missing");
    if (operands.length > 1 && operands[0]?.kind === "literal") throw this.#problem("a value takes no arguments");
    return operands;
  }

  #operand(): Operand | undefined {
    const word = this.#words[this.#next];
    if (word === undefined) return undefined;
    switch (word.kind) {
      case "name":
        this.#next += 1;
        return CONSTANTS.has(word.text)
          ? { kind: "literal", value: CONSTANTS.get(word.text) }
          : { kind: "function", name: word.text };
      case "string":
      case "character":
      case "number":
        this.#next += 1;
        return { kind: "literal", value: literalOf(word, this.#line) };
      case "variable":
        this.#next += 1;
        this.#checkKnown(word.text);
        return { kind: "variable", name: word.text, fields: this.#fields() };
      case "field":
        return { kind: "dot", fields: this.#fields() };
      case "symbol":
        return this.#symbol(word.text);
      case "space":
        return undefined;
    }
  }

  #symbol(symbol: string): Operand | undefined {
    if (symbol === ".") {
      this.#next += 1;
      return { kind: "dot", fields: [] };
    }
    if (symbol !== "(") return undefined;
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw this.#problem(`parentheses are nested more than ${MAX_DEPTH} deep`);
    this.#next += 1;
    const pipe: Pipe = { variables: [], assigns: false, commands: this.#commands() };
    if (!this.#takeSymbol(")")) throw this.#problem('a "(" has no ")"');
    this.#depth -= 1;
    return { kind: "pipe", pipe, fields: this.#fields() };
  }

  #fields(): readonly string[] {
    const fields: string[] = [];
    for (let word = this.#words[this.#next]; word?.kind === "field"; word = this.#words[this.#next]) {
      fields.push(word.text.slice(1));
      this.#next += 1;
    }
    return fields;
  }

  #checkKnown(name: string): void {
    if (this.#scope.includes(name)) return;
    throw this.#problem(`the variable ${name} is not defined here: $labels, $value, $traits and $evidence are`);
  }

  #skipSpace(): void {
    while (this.#words[this.#next]?.kind === "space") this.#next += 1;
  }

  #take(kind: Word["kind"]): string | undefined {
    this.#skipSpace();
    const word = this.#words[this.#next];
    if (word?.kind !== kind) return undefined;
    this.#next += 1;
    return word.text;
  }

  #takeSymbol(text: string): boolean {
    this.#skipSpace();
    const word = this.#words[this.#next];
    if (word?.kind !== "symbol" || word.text !== text) return false;
    this.#next += 1;
    return true;
  }

  #problem(reason: string): TemplateError {
    return new TemplateError(`line ${this.#line}: ${reason}`);
  }
}
