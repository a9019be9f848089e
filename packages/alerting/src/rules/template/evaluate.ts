import { Budget } from "./budget.ts";
import { checkArity, FUNCTIONS } from "./functions.ts";
import type { Command, Node, Nodes, Operand, ParsedTemplate, Pipe } from "./node.ts";
import { TemplateError } from "./template-error.ts";
import { isTrue, isList, textOf, typeOf, isInt, ValueMap, type Value } from "./value.ts";

const MAX_TEMPLATE_DEPTH = 20;

/** Stands for the result of a function that does not exist here: whatever is made of it renders as nothing. */
const NOTHING = Symbol("nothing");
type Result = Value | typeof NOTHING;

type Variables = { readonly name: string; value: Value }[];
type Flow = "break" | "continue" | undefined;

export interface EvaluateInput {
  readonly template: ParsedTemplate;
  readonly dot: Value;
  readonly variables: Readonly<Record<string, Value>>;
  readonly query: (expression: string) => Value;
}

/** Renders a template; throws {@link TemplateError}. */
export function evaluateTemplate(input: EvaluateInput): string {
  const evaluation = new Evaluation(input);
  const variables = Object.entries(input.variables).map(([name, value]) => ({ name, value }));
  evaluation.nodes(input.template.main, input.dot, variables);
  return evaluation.budget.output;
}

class Evaluation {
  readonly budget = new Budget();
  readonly #input: EvaluateInput;
  #depth = 0;

  constructor(input: EvaluateInput) {
    this.#input = input;
  }

  nodes(nodes: Nodes, dot: Value, variables: Variables): Flow {
    const visible = variables.length;
    for (const node of nodes) {
      const flow = this.#node(node, dot, variables);
      if (flow !== undefined) {
        variables.length = visible;
        return flow;
      }
    }
    variables.length = visible;
    return undefined;
  }

  #node(node: Node, dot: Value, variables: Variables): Flow {
    this.budget.step();
    switch (node.kind) {
      case "text":
        this.budget.write(node.text);
        return undefined;
      case "action": {
        const value = this.#pipe(node.pipe, dot, variables);
        if (node.pipe.variables.length === 0 && value !== NOTHING) this.budget.write(textOf(value));
        return undefined;
      }
      case "if":
      case "with":
        return this.#branch(node, dot, variables);
      case "range":
        return this.#range(node, dot, variables);
      case "template":
        this.#call(node, dot, variables);
        return undefined;
      case "break":
      case "continue":
        return node.kind;
    }
  }

  #branch(node: Node & { kind: "if" | "with" }, dot: Value, variables: Variables): Flow {
    const visible = variables.length;
    const value = known(this.#pipe(node.pipe, dot, variables));
    const inner = node.kind === "with" && isTrue(value) ? value : dot;
    const flow = this.nodes(isTrue(value) ? node.body : node.otherwise, inner, variables);
    variables.length = visible;
    return flow;
  }

  #range(node: Node & { kind: "range" }, dot: Value, variables: Variables): Flow {
    const visible = variables.length;
    const over = known(this.#pipe({ ...node.pipe, variables: [] }, dot, variables));
    const entries = entriesOf(over);
    let flow: Flow;
    for (const [key, value] of entries) {
      this.budget.step();
      const [first, second] = node.pipe.variables;
      bind(
        variables,
        node.pipe,
        second === undefined
          ? [[first, value]]
          : [
              [first, key],
              [second, value],
            ],
      );
      flow = this.nodes(node.body, value, variables);
      if (!node.pipe.assigns) variables.length = visible;
      if (flow === "break") break;
    }
    if (entries.length === 0) return this.nodes(node.otherwise, dot, variables);
    return undefined;
  }

  #call(node: Node & { kind: "template" }, dot: Value, variables: Variables): void {
    const argument = node.pipe === undefined ? undefined : known(this.#pipe(node.pipe, dot, variables));
    this.#depth += 1;
    if (this.#depth > MAX_TEMPLATE_DEPTH) {
      throw new TemplateError(`templates call each other more than ${MAX_TEMPLATE_DEPTH} deep`);
    }
    this.nodes(this.#input.template.defined.get(node.name) ?? [], argument, [{ name: "$", value: argument }]);
    this.#depth -= 1;
  }

  #pipe(pipe: Pipe, dot: Value, variables: Variables): Result {
    let value: Result;
    let first = true;
    for (const command of pipe.commands) {
      value = this.#command(command, { dot, variables, piped: first ? undefined : [value] });
      if (value === NOTHING) return NOTHING;
      first = false;
    }
    const [name] = pipe.variables;
    if (name !== undefined && value !== NOTHING) bind(variables, pipe, [[name, value]]);
    return value;
  }

  #command(command: Command, at: At): Result {
    const [head, ...rest] = command;
    if (head === undefined) return undefined;
    if (head.kind === "function") return this.#function(head.name, rest, at);
    if (rest.length > 0 || at.piped !== undefined) {
      throw new TemplateError("only functions take values: put the function in front");
    }
    return this.#operand(head, at);
  }

  #function(name: string, operands: readonly Operand[], at: At): Result {
    this.budget.step();
    const call = name === "query" ? this.#input.query : FUNCTIONS.get(name);
    if (call === undefined) return NOTHING;
    const values: Value[] = [];
    for (const operand of operands) {
      const value = this.#operand(operand, at);
      if (value === NOTHING) return NOTHING;
      values.push(value);
      if (decides(name, value)) return value;
    }
    for (const value of at.piped ?? []) if (value !== NOTHING) values.push(value);
    checkArity(name, values.length);
    this.budget.charge(name, values);
    const result = name === "query" ? this.#input.query(textOf(values[0])) : FUNCTIONS.get(name)?.(...values);
    if (typeof result === "string") this.budget.charge(name, [result]);
    return result;
  }

  #operand(operand: Operand, at: At): Result {
    switch (operand.kind) {
      case "literal":
        return operand.value;
      case "dot":
        return fieldsOf(at.dot, operand.fields);
      case "variable":
        return fieldsOf(at.variables.findLast(({ name }) => name === operand.name)?.value, operand.fields);
      case "pipe": {
        const value = this.#pipe(operand.pipe, at.dot, at.variables);
        return value === NOTHING ? NOTHING : fieldsOf(value, operand.fields);
      }
      case "function":
        return this.#function(operand.name, [], { ...at, piped: undefined });
    }
  }
}

interface At {
  readonly dot: Value;
  readonly variables: Variables;
  /** Result of the command before. */
  readonly piped: readonly Result[] | undefined;
}

/** `and` and `or` look no further than they must. */
function decides(name: string, value: Value): boolean {
  return (name === "and" && !isTrue(value)) || (name === "or" && isTrue(value));
}

function known(result: Result): Value {
  return result === NOTHING ? undefined : result;
}

function bind(variables: Variables, pipe: Pipe, values: readonly (readonly [string | undefined, Value])[]): void {
  for (const [name, value] of values) {
    if (name === undefined) continue;
    const existing = pipe.assigns ? variables.findLast((variable) => variable.name === name) : undefined;
    if (existing === undefined) variables.push({ name, value });
    else existing.value = value;
  }
}

function entriesOf(value: Value): readonly (readonly [Value, Value])[] {
  if (value === undefined) return [];
  if (isList(value)) return value.map((entry, at) => [{ int: at }, entry]);
  if (value instanceof ValueMap) return [...value.entries].toSorted(([a], [b]) => (a < b ? -1 : 1));
  if (isInt(value))
    return Array.from({ length: Math.min(Math.max(value.int, 0), 10_000) }, (_, at) => [{ int: at }, { int: at }]);
  throw new TemplateError(`range cannot go over a ${typeOf(value)}`);
}

function fieldsOf(value: Value, fields: readonly string[]): Value {
  let current = value;
  for (const field of fields) {
    if (!(current instanceof ValueMap)) throw new TemplateError(`a ${typeOf(current)} has no .${field}`);
    current = current.field(field);
  }
  return current;
}
