import { warnOnce } from "../record/guard.ts";
import { shared } from "../record/shared.ts";
import type { InstrumentOptions } from "./scheduler-options.ts";
import { SchedulerSettings } from "./scheduler-options.ts";

/** What an instrumentation puts in place of a library's own exports, by name. */
export type Replacements = Readonly<Record<string, unknown>>;

interface Instrumented {
  readonly settings: SchedulerSettings;
  readonly replacements: Replacements;
}

interface InstrumentedModules {
  /** Key export of a copy of a library (its class or its `schedule`) → what stands in its place. */
  readonly byKey: WeakMap<object, Instrumented>;
  /** A module object → its instrumented copy, and that copy → itself. */
  readonly byModule: WeakMap<object, { readonly result: object; readonly instrumented: Instrumented }>;
}

const modules: InstrumentedModules = shared("instrumented-modules", () => ({
  byKey: new WeakMap(),
  byModule: new WeakMap(),
}));

/** How one library is instrumented. */
export interface Instrumentation {
  /** Package name, for messages. */
  readonly library: string;
  /** The export by which a copy of the library is known; ESM and CommonJS copies have one each. */
  readonly key: string;
  readonly replace: (exports: Replacements, settings: SchedulerSettings) => Replacements;
}

/**
 * A copy of `module` with the instrumented exports in place; `module` itself is left alone (an ESM namespace is
 * read-only anyway). Patching a library where it is loaded, so that `--import` needs no change in the code, is another
 * way into the same `replace` functions: its place is a loader hook in `runtime/`, calling {@link replaceExports}.
 */
export function replaceExports<M extends object>(
  module: M,
  instrumentation: Instrumentation,
  options: InstrumentOptions,
): M {
  const known = modules.byModule.get(module);
  if (known !== undefined) {
    known.instrumented.settings.add(options);
    // The map holds, for each module, the copy that was made of it.
    return known.result as M;
  }
  const exports = exportsOf(module);
  const key = exports[instrumentation.key];
  if (typeof key !== "function") {
    warnOnce(
      `module ${instrumentation.library}`,
      `jobscope: what was given as the module "${instrumentation.library}" has no export "${instrumentation.key}", so its jobs are not ` +
        `monitored. Give the whole module: import * as library from "${instrumentation.library}".`,
    );
    return module;
  }
  const instrumented = instrumentedFor(key, exports, instrumentation);
  instrumented.settings.add(options);
  const result = copyWith(module, exports, instrumented.replacements);
  const entry = { result, instrumented };
  modules.byModule.set(module, entry);
  modules.byModule.set(result, entry);
  return result;
}

function exportsOf(module: object): Replacements {
  const own: Record<string, unknown> = {};
  for (const name of Object.keys(module)) own[name] = Reflect.get(module, name);
  return own;
}

function instrumentedFor(key: object, exports: Replacements, { replace }: Instrumentation): Instrumented {
  const present = modules.byKey.get(key);
  if (present !== undefined) return present;
  const settings = new SchedulerSettings();
  const made = { settings, replacements: replace(exports, settings) };
  modules.byKey.set(key, made);
  // An instrumented export is its own replacement, so that instrumenting twice counts once.
  for (const replacement of Object.values(made.replacements)) {
    if (typeof replacement === "function") modules.byKey.set(replacement, made);
  }
  return made;
}

/** Also inside `default` and its like: the same exports once more, as an object. */
function copyWith<M extends object>(module: M, exports: Replacements, replacements: Replacements): M {
  const copy: Record<string, unknown> = { ...exports };
  for (const [name, value] of Object.entries(exports)) {
    if (name in replacements) copy[name] = replacements[name];
    else if (value === module) copy[name] = copy;
    else if (isExportsObject(value, replacements)) copy[name] = { ...value, ...pick(value, replacements) };
  }
  // Same names, same kinds of values: the module's own type holds for the copy.
  return copy as M;
}

function isExportsObject(value: unknown, replacements: Replacements): value is object {
  return typeof value === "object" && value !== null && Object.keys(replacements).every((name) => name in value);
}

function pick(value: object, replacements: Replacements): Replacements {
  return Object.fromEntries(Object.entries(replacements).filter(([name]) => name in value));
}
