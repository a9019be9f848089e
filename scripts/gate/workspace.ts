/**
 * The one table of packages and stages from which the import rules of the linter are generated and against which the
 * tests of the layout compare the folders. Stages stand in flow order: a file imports from its own stage or from those
 * to its left.
 */
export interface PackageRule {
  readonly name: string;
  /** Folder under `packages/`. */
  readonly folder: string;
  /** Folders under `src/` in flow order; empty means that the package is flat. */
  readonly stages: readonly string[];
  /** Stages without clock, randomness, environment and I/O; `"all"` for the whole package. */
  readonly pure: "all" | readonly string[];
  /** Packages of the workspace whose values and types may be imported. */
  readonly imports: readonly string[];
  /** Packages of which only types may be imported, but for the values named. */
  readonly typesOf: Readonly<Record<string, readonly string[]>>;
  /** Stages in which sibling folders never import each other. */
  readonly isolatedSiblings: readonly string[];
  /** Formats in which the package is built. Code that runs in a user's process comes as CommonJS too. */
  readonly formats: readonly ("esm" | "cjs")[];
  /** Never published, imported from tests only. */
  readonly testsOnly: boolean;
}

const SEMCONV = "@jobscope/semconv";
const OTLP = "@jobscope/otlp";
const TRACKER = "@jobscope/tracker";
const ALERTING = "@jobscope/alerting";
const STORE = "@jobscope/store";
const QUERY_API = "@jobscope/query-api";
const SANITIZER = "@jobscope/sanitizer";
const INSTRUMENTATION = "@jobscope/instrumentation";

const DEFAULTS = {
  stages: [],
  pure: [],
  imports: [],
  typesOf: {},
  isolatedSiblings: [],
  formats: ["esm"],
  testsOnly: false,
} satisfies Omit<PackageRule, "name" | "folder">;

export const PACKAGES: readonly PackageRule[] = [
  { ...DEFAULTS, name: SEMCONV, folder: "semconv", pure: "all", formats: ["esm", "cjs"] },
  {
    ...DEFAULTS,
    name: SANITIZER,
    folder: "sanitizer",
    stages: ["model", "detect", "replace", "policy", "walk", "processor"],
    pure: ["model", "detect"],
    imports: [SEMCONV],
    formats: ["esm", "cjs"],
  },
  {
    ...DEFAULTS,
    name: OTLP,
    folder: "otlp",
    stages: ["model", "wire", "normalise", "receive"],
    pure: ["model", "wire", "normalise"],
    imports: [SEMCONV],
  },
  {
    ...DEFAULTS,
    name: TRACKER,
    folder: "tracker",
    stages: ["model", "read", "deadline", "run", "slot", "health", "engine"],
    pure: "all",
    imports: [SEMCONV],
    typesOf: { [OTLP]: [] },
  },
  {
    ...DEFAULTS,
    name: ALERTING,
    folder: "alerting",
    stages: ["model", "rules", "series", "evaluate", "lifecycle", "route", "escalate", "outbox", "engine", "notify"],
    pure: ["model", "rules", "series", "evaluate", "lifecycle", "route", "escalate", "outbox", "engine"],
    imports: [SEMCONV],
    typesOf: { [OTLP]: [], [TRACKER]: ["DeadlineHeap", "identityOfResource", "idWithin", "partsOfId", "serviceIdOf"] },
  },
  {
    ...DEFAULTS,
    name: STORE,
    folder: "store",
    stages: ["model", "port", "rollup", "sqlite"],
    pure: ["model", "port", "rollup"],
    imports: [SEMCONV],
    typesOf: {
      [OTLP]: [],
      [TRACKER]: ["identityOfResource", "idWithin", "partsOfId", "serviceIdOf"],
      [ALERTING]: [],
    },
  },
  {
    ...DEFAULTS,
    name: QUERY_API,
    folder: "query-api",
    stages: ["model", "params", "plan", "shape", "http"],
    pure: ["model", "params", "plan", "shape"],
    imports: [SEMCONV],
    typesOf: {
      [STORE]: ["InvalidCursorError", "MAX_KEYS", "fileStamp"],
      [TRACKER]: ["JOB_HEALTHS", "idWithin", "partsOfId", "serviceIdOf"],
      [ALERTING]: [],
    },
  },
  {
    ...DEFAULTS,
    name: INSTRUMENTATION,
    folder: "instrumentation",
    stages: ["model", "propagate", "record", "lifecycle", "schedulers", "components", "runtime"],
    imports: [SEMCONV, SANITIZER],
    isolatedSiblings: ["schedulers"],
    formats: ["esm", "cjs"],
  },
  {
    ...DEFAULTS,
    name: "jobscope",
    folder: "jobscope",
    stages: ["config", "journey", "compose", "cli"],
    imports: [SEMCONV, SANITIZER, OTLP, TRACKER, ALERTING, STORE, QUERY_API, INSTRUMENTATION],
  },
  {
    ...DEFAULTS,
    name: "@jobscope/testkit",
    folder: "testkit",
    imports: [SEMCONV, SANITIZER, OTLP, TRACKER, ALERTING, STORE, QUERY_API],
    testsOnly: true,
  },
];
