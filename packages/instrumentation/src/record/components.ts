import { ATTR_COMPONENT_NAME } from "@jobscope/semconv";
import type { Attributes } from "@opentelemetry/api";

import { warnOnce } from "./guard.ts";
import { shared } from "./shared.ts";

/** What one source says of a component. */
export interface Verdict {
  readonly healthy: boolean;
  /** Low-cardinality; empty while healthy. */
  readonly errorType: string;
  /** For people; empty while healthy. */
  readonly message: string;
}

/** A part that the jobs depend on. It is healthy while each of its sources says so. */
export interface Component {
  readonly name: string;
  readonly attributes: Attributes;
  /** By source: a check, the mails that were sent. */
  readonly verdicts: Map<string, Verdict>;
  /** Whether anything was ever said of it. */
  known: boolean;
  /** What was announced last; undefined while nothing was. */
  announced: boolean | undefined;
}

/** Names a process may report at most; they stand on a metric. */
export const MAX_COMPONENTS = 100;

export const GOOD: Verdict = { healthy: true, errorType: "", message: "" };

/** Kept for the life of the process: the SDK exports a name that is no longer observed for ever with its last value. */
export const components: Map<string, Component> = shared("components", () => new Map());

/** Undefined beyond {@link MAX_COMPONENTS}. */
export function componentNamed(name: string): Component | undefined {
  const present = components.get(name);
  if (present !== undefined) return present;
  if (components.size >= MAX_COMPONENTS) {
    warnOnce(
      "components",
      `jobscope: this process reports the health of ${MAX_COMPONENTS} components already, so "${name}" is left out. ` +
        "Give checks that belong together one name, and no names that change (an id, a host).",
    );
    return undefined;
  }
  const made: Component = {
    name,
    attributes: { [ATTR_COMPONENT_NAME]: name },
    verdicts: new Map(),
    known: false,
    announced: undefined,
  };
  components.set(name, made);
  return made;
}

export function judge(component: Component, source: string, verdict: Verdict): void {
  component.known = true;
  component.verdicts.set(source, verdict);
}

/** The verdict that decides: the first bad one. Where nobody judges the component any more, nothing is wrong with it. */
export function verdictOn(component: Component): Verdict | undefined {
  for (const verdict of component.verdicts.values()) if (!verdict.healthy) return verdict;
  return component.known ? GOOD : undefined;
}
