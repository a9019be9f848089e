import type { AttributeDefinition } from "./attribute-definition.ts";
import { COMPONENT_ATTRIBUTES } from "./component-attributes.ts";
import { JOB_ATTRIBUTES } from "./job-attributes.ts";
import { MEASUREMENT_ATTRIBUTES } from "./measurement-attributes.ts";
import { RECORD_ATTRIBUTES } from "./record-attributes.ts";
import { SANITIZER_ATTRIBUTES } from "./sanitizer-attributes.ts";

/** Every attribute of the contract, in documentation order. */
export const ATTRIBUTES: readonly AttributeDefinition[] = [
  ...JOB_ATTRIBUTES,
  ...RECORD_ATTRIBUTES,
  ...COMPONENT_ATTRIBUTES,
  ...MEASUREMENT_ATTRIBUTES,
  ...SANITIZER_ATTRIBUTES,
].map(([name, type, onMetrics, brief, example, values]) => ({
  name,
  type,
  onMetrics,
  brief,
  example,
  ...(values && { values }),
}));
