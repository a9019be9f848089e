import { lex, type Token, type Word } from "./lex.ts";
import type { Node, Nodes, ParsedTemplate, Pipe } from "./node.ts";
import { PipeParser } from "./parse-pipe.ts";
import { TemplateError } from "./template-error.ts";

export const MAX_TEMPLATE_LENGTH = 16_384;
const MAX_DEPTH = 32;

/** Variables that every template may read. */
export const PREDEFINED = [
  "$",
  "$labels",
  "$value",
  "$traits",
  "$evidence",
  "$externalLabels",
  "$externalURL",
] as const;

/** Reads the subset of Go's text/template that alert rules use. Throws {@link TemplateError}. */
export function parseTemplate(source: string): ParsedTemplate {
  if (source.length > MAX_TEMPLATE_LENGTH) {
    throw new TemplateError(
      `the template has ${source.length} characters; at most ${MAX_TEMPLATE_LENGTH} are allowed: shorten it`,
    );
  }
  const parser = new TemplateParser(lex(source));
  const main = parser.body(PREDEFINED, undefined);
  for (const { name, line } of parser.used) {
    if (!parser.defined.has(name)) {
      throw new TemplateError(`line ${line}: template "${name}" is not defined: add {{ define "${name}" }}…{{ end }}`);
    }
  }
  return { main, defined: parser.defined };
}

const ENDS = new Set(["end", "else"]);

class TemplateParser {
  readonly defined = new Map<string, Nodes>();
  readonly used: { readonly name: string; readonly line: number }[] = [];
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;
  #loops = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  /** Up to the `end` or `else` that closes `opened`; up to the end of the text without one. */
  body(variables: readonly string[], opened: string | undefined): Nodes {
    const nodes: Node[] = [];
    const scope = [...variables];
    for (;;) {
      const token = this.#tokens[this.#next];
      if (token === undefined) {
        if (opened === undefined) return nodes;
        throw new TemplateError(`the {{ ${opened} }} has no {{ end }}`);
      }
      const keyword = token.kind === "action" ? keywordOf(token.words) : "";
      if (ENDS.has(keyword)) {
        if (opened !== undefined) return nodes;
        throw new TemplateError(`line ${token.line}: {{ ${keyword} }} without an {{ if }}, {{ range }} or {{ with }}`);
      }
      this.#next += 1;
      const node = token.kind === "text" ? { kind: "text" as const, text: token.text } : this.#node(token, scope);
      if (node !== undefined) nodes.push(node);
    }
  }

  #node(token: Token & { kind: "action" }, scope: string[]): Node | undefined {
    const { words, line } = token;
    const keyword = keywordOf(words);
    switch (keyword) {
      case "if":
      case "with":
      case "range":
        return this.#block(keyword, words, { line, scope });
      case "define":
        this.#define(words, line);
        return undefined;
      case "template":
        return this.#template(words, { line, scope });
      case "break":
      case "continue":
        if (this.#loops === 0) throw new TemplateError(`line ${line}: {{ ${keyword} }} outside of {{ range }}`);
        return { kind: keyword };
      case "block":
        throw new TemplateError(`line ${line}: {{ block }} does not exist here: use {{ define }} and {{ template }}`);
      default: {
        const pipe = pipeOf(words, { line, scope, variables: 1 });
        if (pipe.variables.length > 0 && !pipe.assigns) scope.push(...pipe.variables);
        return { kind: "action", pipe };
      }
    }
  }

  #block(kind: "if" | "with" | "range", words: readonly Word[], at: { line: number; scope: readonly string[] }): Node {
    this.#enter(at.line);
    const pipe = pipeOf(afterKeyword(words), { ...at, variables: kind === "range" ? 2 : 1 });
    const scope = [...at.scope, ...pipe.variables];
    if (kind === "range") this.#loops += 1;
    const body = this.body(scope, kind);
    if (kind === "range") this.#loops -= 1;
    const otherwise = this.#otherwise(kind, { line: at.line, scope });
    this.#depth -= 1;
    return { kind, pipe, body, otherwise };
  }

  /** After the `else`, if there is one; `else if` and `else with` share the `end` of what they continue. */
  #otherwise(kind: string, at: { line: number; scope: readonly string[] }): Nodes {
    const token = this.#tokens[this.#next];
    this.#next += 1;
    const words = wordsOf(token);
    if (keywordOf(words) !== "else") return [];
    const rest = afterKeyword(words);
    const [chained] = withoutSpaces(rest);
    const line = token?.line ?? at.line;
    if (chained === undefined) return this.#last(kind, { line, scope: at.scope });
    if ((chained.text === "if" || chained.text === "with") && chained.text === kind) {
      return [this.#block(chained.text, rest, { line, scope: at.scope })];
    }
    throw new TemplateError(`line ${line}: {{ else ${chained.text} }} cannot follow {{ ${kind} }}`);
  }

  #last(kind: string, { line, scope }: { line: number; scope: readonly string[] }): Nodes {
    const nodes = this.body(scope, kind);
    if (keywordOf(wordsOf(this.#tokens[this.#next])) !== "end") {
      throw new TemplateError(`line ${line}: a second {{ else }}: write {{ else if … }} before the last one`);
    }
    this.#next += 1;
    return nodes;
  }

  #define(words: readonly Word[], line: number): void {
    const [, name, extra] = withoutSpaces(words);
    if (name?.kind !== "string" || extra !== undefined) {
      throw new TemplateError(`line ${line}: write {{ define "name" }}`);
    }
    if (this.#depth > 0) throw new TemplateError(`line ${line}: {{ define }} cannot stand within another block`);
    this.#enter(line);
    this.defined.set(name.text.slice(1, -1), this.body(["$"], "define"));
    this.#depth -= 1;
    if (keywordOf(wordsOf(this.#tokens[this.#next])) !== "end") {
      throw new TemplateError(`line ${line}: {{ define }} has no {{ else }}`);
    }
    this.#next += 1;
  }

  #template(words: readonly Word[], at: { line: number; scope: readonly string[] }): Node {
    const given = afterKeyword(words);
    const index = given.findIndex(({ kind }) => kind !== "space");
    const word = given[index];
    if (word?.kind !== "string") throw new TemplateError(`line ${at.line}: write {{ template "name" argument }}`);
    const name = word.text.slice(1, -1);
    this.used.push({ name, line: at.line });
    const rest = given.slice(index + 1);
    return {
      kind: "template",
      name,
      pipe: withoutSpaces(rest).length > 0 ? pipeOf(rest, { ...at, variables: 0 }) : undefined,
    };
  }

  #enter(line: number): void {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) {
      throw new TemplateError(`line ${line}: blocks are nested more than ${MAX_DEPTH} deep`);
    }
  }
}

function wordsOf(token: Token | undefined): readonly Word[] {
  return token?.kind === "action" ? token.words : [];
}

function withoutSpaces(words: readonly Word[]): readonly Word[] {
  return words.filter((word) => word.kind !== "space");
}

function keywordOf(words: readonly Word[]): string {
  const first = withoutSpaces(words)[0];
  return first?.kind === "name" ? first.text : "";
}

function afterKeyword(words: readonly Word[]): readonly Word[] {
  return words.slice(words.findIndex(({ kind }) => kind !== "space") + 1);
}

interface PipeAt {
  readonly line: number;
  readonly scope: readonly string[];
  /** How many it may declare. */
  readonly variables: number;
}

function pipeOf(words: readonly Word[], at: PipeAt): Pipe {
  return new PipeParser(words, at.line, at.scope).whole(at.variables);
}
