/** One kind of thing that carries attributes or texts, as OTTL addresses it. */
export interface Place {
  /** OTTL's name of the context. */
  readonly path: string;
  readonly attributes: string;
  /** Fields that hold a text, under the name they have while they are looked at. */
  readonly texts: readonly string[];
}

const place = (path: string, attributes: string, texts: readonly string[] = []): Place => ({ path, attributes, texts });

const RESOURCE: Place = place("resource", "attributes");
const SCOPE: Place = place("scope", "attributes", ["name", "version"]);

/** Everything that leaves with a signal, except what the list of limits names. */
export const PLACES: Readonly<Record<"log" | "trace" | "metric", readonly Place[]>> = {
  log: [RESOURCE, SCOPE, place("log", "attributes", ["body", "severity_text", "event_name"])],
  trace: [
    RESOURCE,
    SCOPE,
    place("span", "attributes", ["name", "status.message", "trace_state"]),
    place("spanevent", "attributes", ["name"]),
  ],
  metric: [
    RESOURCE,
    SCOPE,
    place("metric", "metadata", ["name", "description", "unit"]),
    place("datapoint", "attributes"),
    place("exemplar", "filtered_attributes"),
  ],
};
