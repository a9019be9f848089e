/** Where in a record something was found; a class of places, never the name of one. */
export const LOCATIONS = [
  "body",
  "attribute",
  "span_name",
  "event",
  "link",
  "status",
  "resource",
  "scope",
  "metric",
  "key",
] as const;
export type Location = (typeof LOCATIONS)[number];
