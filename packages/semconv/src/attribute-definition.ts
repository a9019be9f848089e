/** OTLP attribute types that the contract uses. Instants are RFC 3339 strings in UTC. */
export type AttributeType = "string" | "int" | "double" | "boolean" | "instant" | "string[]" | "instant[]";

export interface AttributeDefinition {
  readonly name: string;
  readonly type: AttributeType;
  /** Closed value set, where there is one. */
  readonly values?: readonly string[];
  /** Whether it may stand on a metric: identifiers, instants and messages never may. */
  readonly onMetrics: "yes" | "opt_in" | "no";
  readonly brief: string;
  readonly example: string;
}

/** One line of the registry, in the order in which people read it. */
export type AttributeRow = readonly [
  name: string,
  type: AttributeType,
  onMetrics: AttributeDefinition["onMetrics"],
  brief: string,
  example: string,
  values?: readonly string[],
];
