import type { AlertingConfig } from "../../model/config.ts";
import { defaultAlertingFile, type AlertingDefaults } from "../pack/default-file.ts";
import { At } from "../resolve/at.ts";
import { AlertingConfigError } from "../resolve/config-problem.ts";
import { Problems } from "../resolve/problems.ts";
import { resolveAlerting } from "../resolve/resolve-alerting.ts";
import type { AlertingFile } from "../schema/alerting-file.ts";
import type { ParsedAlerting } from "../schema/alerting-schema.ts";
import { checkShape } from "./check-shape.ts";
import { readYaml } from "./read-yaml.ts";

/** A text with the name of its file, for messages; or the same as an object, from TypeScript. */
export type AlertingSource = { readonly text: string; readonly file: string } | AlertingFile;

export interface ParseOptions {
  /** What counts where the file says nothing; the console alone by default. */
  readonly defaults?: AlertingDefaults;
}

const CONSOLE_ONLY: AlertingDefaults = { channels: ["console"] };

/** Where the form of something is wrong, nothing can be looked up yet. */
const CHECKED_NEXT = "Mend these and run it again: names, references and conditions are checked next.";

/** Reads rules, channels and routes, and fills in every default. Throws {@link AlertingConfigError}, which lists all problems. */
export function parseAlertingConfig(source: AlertingSource, options: ParseOptions = {}): AlertingConfig {
  const { data, lineOf, file } = isText(source)
    ? { ...readYaml(source.text, source.file), file: source.file }
    : { data: source, lineOf: () => undefined, file: "the alerting configuration" };
  const problems = new Problems(data, lineOf);
  // An empty file says nothing, so the defaults count.
  const own = checkShape(data ?? {}, problems);
  if (own === undefined) throw new AlertingConfigError(file, problems.found, CHECKED_NEXT);
  const config = resolveAlerting(withDefaults(own, options.defaults ?? CONSOLE_ONLY), new At(problems, []));
  if (problems.found.length > 0) throw new AlertingConfigError(file, problems.found);
  return config;
}

/** What runs without a file. */
export function defaultAlertingConfig(defaults: AlertingDefaults): AlertingConfig {
  return parseAlertingConfig({}, { defaults });
}

function isText(source: AlertingSource): source is { readonly text: string; readonly file: string } {
  // A module may export anything.
  const given: unknown = source;
  return typeof given === "object" && given !== null && "text" in given && typeof given.text === "string";
}

/** A file adds to the default channels, escalations and inhibition, or replaces some by name; a route of its own replaces the default tree. */
function withDefaults(own: ParsedAlerting, defaults: AlertingDefaults): ParsedAlerting {
  const problems = new Problems({}, () => undefined);
  const base = checkShape(defaultAlertingFile(defaults), problems);
  if (base === undefined) throw new AlertingConfigError("the settings of the alerting", problems.found);
  const packless = own.pack?.enabled === false;
  // Its own first, so that problems name the place where they stand.
  const { inhibit = [] } = own;
  const replaced = new Set(inhibit.map(({ name }) => name));
  return {
    ...own,
    pack: { ...base.pack, ...own.pack },
    channels: { ...base.channels, ...own.channels },
    route: own.route ?? base.route,
    inhibit: [...inhibit, ...(packless ? [] : (base.inhibit ?? [])).filter(({ name }) => !replaced.has(name))],
    escalations: { ...base.escalations, ...own.escalations },
    publicUrl: own.publicUrl ?? base.publicUrl,
    deadMan: own.deadMan ?? base.deadMan,
    allowPrivateTargets: [...new Set([...(own.allowPrivateTargets ?? []), ...(base.allowPrivateTargets ?? [])])],
  };
}
