import type { Alert, Incident } from "@jobscope/alerting";

/** What the page behind the link of a notification shows. */
export type AckView =
  | {
      readonly kind: "ask";
      readonly token: string;
      readonly incidents: readonly Incident[];
      readonly alerts: readonly Alert[];
    }
  | { readonly kind: "done"; readonly incidents: readonly Incident[]; readonly alerts: readonly Alert[] }
  | { readonly kind: "refused"; readonly detail: string; readonly already?: true };
