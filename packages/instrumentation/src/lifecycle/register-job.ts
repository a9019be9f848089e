import type { JobDefinition, JobRegistration } from "../model/job-definition.ts";
import { linkToActive, withoutActiveSpan } from "../propagate/root.ts";
import { guarded } from "../record/guard.ts";
import { shared } from "../record/shared.ts";
import { NameBook, cleanName, wantedName } from "./names.ts";
import { Registration } from "./registration.ts";
import { callSite } from "./site.ts";
import { wrappedBy } from "./wrapper.ts";

interface Registry {
  readonly names: NameBook;
  /** By name: jobs of `runJob`, which register at their first run. */
  readonly byName: Map<string, Registration>;
}

const registry: Registry = shared("registry", () => ({ names: new NameBook(), byName: new Map() }));

/**
 * Registers one job. `fn` gives the name where the options do not; it is not wrapped by this (see
 * {@link JobRegistration.wrap}). A function that is wrapped already brings its job along: the scheduler that takes it
 * adds its schedule.
 */
export function registerJob(definition: JobDefinition, fn?: (...args: never[]) => unknown): JobRegistration {
  return register(definition, fn);
}

/** For calls that may happen at every run: finds the job by its name, else registers it. */
export function jobNamed(definition: JobDefinition & { readonly name: string }): Registration {
  const present = registry.byName.get(definition.name);
  if (present !== undefined) return present;
  // Each run is linked to what enqueued it, never to what happened to enqueue the first.
  const made = withoutActiveSpan(() => register(definition, undefined));
  registry.byName.set(definition.name, made);
  return made;
}

function register(given: JobDefinition, fn: ((...args: never[]) => unknown) | undefined): Registration {
  const definition = withCleanNames(given);
  const owner = fn && wrappedBy(fn)?.owner;
  if (owner instanceof Registration && !owner.claims) {
    owner.adopt(definition);
    return owner;
  }
  const site = guarded("finding the call site", () => callSite(registerJob)) ?? { key: "", label: "unknown" };
  const wanted = wantedName(definition.name, functionName(fn), site);
  const held: { registration?: Registration } = {};
  const name = registry.names.claim(wanted, {
    siteKey: site.key,
    givenName: given.name ?? "",
    claims: () => held.registration?.claims ?? false,
  });
  held.registration = new Registration({ name, definition, link: linkToActive() });
  return held.registration;
}

/** The job's own name is decided, and sanitized, with the place that registered it. */
function withCleanNames(definition: JobDefinition): JobDefinition {
  const { group, owner } = definition;
  return {
    ...definition,
    ...(group !== undefined && { group: cleanName(group) }),
    ...(owner !== undefined && { owner: cleanName(owner) }),
  };
}

function functionName(fn: unknown): string {
  const name: unknown = typeof fn === "function" ? guarded("a function's name", () => fn.name) : "";
  // `bound tick` is the function `tick`; an arrow given inline has no name, or one that says nothing.
  return typeof name === "string" && name !== "anonymous" ? name.replace(/^(bound )+/, "") : "";
}
