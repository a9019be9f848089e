/**
 * Two rules that the linter does not have.
 * `no-export-star`: a public surface is listed by hand. `no-ambient-date`: `new Date()` and `Date()` read the clock.
 */
interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

interface RuleContext {
  report(descriptor: { node: Node; message: string }): void;
}

interface Rule {
  create(context: RuleContext): Record<string, (node: Node) => void>;
}

function readsClock(node: Node): boolean {
  const callee = node["callee"];
  if (!isIdentifier(callee, "Date")) return false;
  const args = node["arguments"];
  return node.type === "CallExpression" || (Array.isArray(args) && args.length === 0);
}

function isIdentifier(value: unknown, name: string): boolean {
  return typeof value === "object" && value !== null && "name" in value && value.name === name;
}

const noExportStar: Rule = {
  create: (context) => ({
    ExportAllDeclaration: (node) => {
      context.report({ node, message: "List exports by name: `export *` makes the surface an accident." });
    },
  }),
};

const noAmbientDate: Rule = {
  create: (context) => {
    const check = (node: Node): void => {
      if (readsClock(node)) context.report({ node, message: "This reads the clock: take the instant as an argument." });
    };
    return { NewExpression: check, CallExpression: check };
  },
};

const plugin: { meta: { name: string }; rules: Record<string, Rule> } = {
  meta: { name: "jobscope" },
  rules: { "no-export-star": noExportStar, "no-ambient-date": noAmbientDate },
};

export default plugin;
