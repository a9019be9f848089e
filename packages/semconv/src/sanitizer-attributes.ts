import type { AttributeRow } from "./attribute-definition.ts";
import {
  ATTR_SANITIZER_ACTION,
  ATTR_SANITIZER_DETECTOR,
  ATTR_SANITIZER_LOCATION,
  ATTR_SANITIZER_POLICY,
  ATTR_SANITIZER_UNSEEN_REASON,
} from "./attributes.ts";

/** What the sanitizer says of its own work. */
export const SANITIZER_ATTRIBUTES: readonly AttributeRow[] = [
  [
    ATTR_SANITIZER_POLICY,
    "string",
    "no",
    "On the instrumentation scope: the policy by which everything of this scope was sanitized before it left the process.",
    "default",
  ],
  [ATTR_SANITIZER_DETECTOR, "string", "yes", "Detector that found something.", "email"],
  [
    ATTR_SANITIZER_LOCATION,
    "string",
    "yes",
    "Class of places in which it was found, never the name of one.",
    "attribute",
  ],
  [ATTR_SANITIZER_ACTION, "string", "yes", "What became of it.", "mask"],
  [
    ATTR_SANITIZER_UNSEEN_REASON,
    "string",
    "yes",
    "Why a value was replaced without being looked at: it could not be read, or a limit was reached.",
    "error",
  ],
];
