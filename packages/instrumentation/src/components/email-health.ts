import { COMPONENT_EMAIL } from "@jobscope/semconv";

import type { Verdict } from "../record/components.ts";
import { GOOD, componentNamed, judge } from "../record/components.ts";
import { shared } from "../record/shared.ts";
import type { MailFailure } from "./mail-failure.ts";

const SOURCE = "mails";
/** Refusals of single mails in a row from which the service itself counts as failing. */
const REFUSALS_IN_A_ROW = 3;

const last = shared("email-health", () => ({ refusals: 0 }));

/** A mail was taken, or `verify()` succeeded. */
export function emailWorks(): void {
  last.refusals = 0;
  say(GOOD);
}

/**
 * No connection, no login, no answer: the service fails, at once. A temporary refusal of one mail (greylisting) says little;
 * three in a row say the same. A mail that is wrong itself says nothing of the service.
 */
export function emailFailed({ kind, errorType, message }: MailFailure): void {
  if (kind === "mail") return;
  last.refusals++;
  if (kind === "refusal" && last.refusals < REFUSALS_IN_A_ROW) return;
  say({ healthy: false, errorType, message });
}

function say(verdict: Verdict): void {
  const component = componentNamed(COMPONENT_EMAIL);
  if (component !== undefined) judge(component, SOURCE, verdict);
}
