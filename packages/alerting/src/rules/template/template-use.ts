import type { Node, Nodes, Operand, ParsedTemplate, Pipe } from "./node.ts";

/** What a template reads, as far as its text tells. */
export interface TemplateUse {
  /** Whether its result can change while the labels stay. */
  readonly readsValue: boolean;
  /** Names read of `$labels` and `.Labels`. */
  readonly labels: ReadonlySet<string>;
  /** Names read of `$evidence` and `.Evidence`. */
  readonly evidence: ReadonlySet<string>;
  readonly functions: ReadonlySet<string>;
}

const MAP_FIELDS = 2;

export function templateUse(template: ParsedTemplate): TemplateUse {
  const use = {
    readsValue: false,
    labels: new Set<string>(),
    evidence: new Set<string>(),
    functions: new Set<string>(),
  };
  const all = [template.main, ...template.defined.values()];
  for (const pipe of all.flatMap(pipesOf)) {
    for (const operand of operandsOf(pipe)) {
      if (operand.kind === "function") use.functions.add(operand.name);
      if (operand.kind === "function" ? operand.name === "query" : readsChanging(operand)) use.readsValue = true;
      const label = fieldRead(operand, "$labels", "Labels");
      if (label !== undefined) use.labels.add(label);
      const fact = fieldRead(operand, "$evidence", "Evidence");
      if (fact !== undefined) use.evidence.add(fact);
    }
  }
  return use;
}

function pipesOf(nodes: Nodes): readonly Pipe[] {
  return nodes.flatMap((node): readonly Pipe[] => [
    ...ownPipes(node),
    ...innerNodes(node).flatMap((inner) => pipesOf([inner])),
  ]);
}

function ownPipes(node: Node): readonly Pipe[] {
  return "pipe" in node && node.pipe !== undefined ? [node.pipe] : [];
}

function innerNodes(node: Node): Nodes {
  return "body" in node ? [...node.body, ...node.otherwise] : [];
}

function operandsOf(pipe: Pipe): readonly Operand[] {
  return pipe.commands
    .flat()
    .flatMap((operand) => (operand.kind === "pipe" ? [operand, ...operandsOf(operand.pipe)] : [operand]));
}

const CHANGING_FIELDS = new Set(["Value", "Traits", "Evidence"]);
const CHANGING_VARIABLES = new Set(["$value", "$traits", "$evidence"]);

/** A bare `.` or `$` may be anything. */
function readsChanging(operand: Operand): boolean {
  if (operand.kind === "variable" && operand.name !== "$") return CHANGING_VARIABLES.has(operand.name);
  if (operand.kind !== "dot" && operand.kind !== "variable") return false;
  const [field] = operand.fields;
  return field === undefined || CHANGING_FIELDS.has(field);
}

/** The field that is read of a map, by its variable or through the dot. */
function fieldRead(operand: Operand, variable: string, field: string): string | undefined {
  if (operand.kind === "variable" && operand.name === variable) return operand.fields[0];
  if (operand.kind !== "dot" && !(operand.kind === "variable" && operand.name === "$")) return undefined;
  return operand.fields[0] === field && operand.fields.length >= MAP_FIELDS ? operand.fields[1] : undefined;
}
