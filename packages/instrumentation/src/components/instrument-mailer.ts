import { ATTR_EMAIL_RESULT, ATTR_ERROR_TYPE } from "@jobscope/semconv";
import type { EmailResult } from "@jobscope/semconv";
import type { Attributes } from "@opentelemetry/api";

import { guarded, warnOnce } from "../record/guard.ts";
import { shared } from "../record/shared.ts";
import { currentTelemetry } from "../record/telemetry.ts";
import { emailFailed, emailWorks } from "./email-health.ts";
import { mailFailureOf } from "./mail-failure.ts";
import type { Outcome } from "./watch-method.ts";
import { watchMethod } from "./watch-method.ts";
import { watcher } from "./watcher.ts";

/** What nodemailer makes, or takes: a transporter, a transport, or anything with its `sendMail`. */
export type MailTransport =
  | { readonly sendMail: (...args: never[]) => unknown }
  | { readonly send: (...args: never[]) => unknown };

const watched: WeakSet<object> = shared("mail-transports", () => new WeakSet());

/**
 * Measures every mail that goes through `transport`: the metric `jobscope.email.send.duration` by result and, on failure,
 * error code; and the health of the component `email`, from the last mails and from `verify()`. Works with each transport of
 * nodemailer (SMTP, pool, SES, sendmail, JSON, stream) and with transports of one's own. Of the mail itself nothing is
 * recorded: no address, no subject, no text.
 *
 * ```ts
 * const mailer = instrumentMailer(createTransport({ host: "mail.example.com" }));
 * ```
 *
 * Gives back `transport` itself, which behaves as before; instrumenting it twice counts once. Never throws.
 */
export function instrumentMailer<T extends MailTransport>(transport: T): T {
  guarded("instrumenting a mail transport", () => instrument(transport));
  return transport;
}

function instrument(given: unknown): void {
  const target = transportOf(given);
  if (target === undefined) {
    warnOnce(
      "mail transport",
      "jobscope: what was given to instrumentMailer has neither send nor sendMail, so its mails are not measured. Give it " +
        'what createTransport of nodemailer returns: instrumentMailer(createTransport("smtp://…")).',
    );
    return;
  }
  if (watched.has(target)) return;
  watched.add(target);
  // A transporter hands each mail to its transport: there, callbacks are all that there is, and none of its promises changes.
  watchMethod(target, isFunction(target, "sendMail") ? "sendMail" : "send", recordMail);
  watchMethod(target, "verify", recordCheck);
  watcher.watch();
}

/** The transport within a transporter, where it has one. */
function transportOf(given: unknown): object | undefined {
  if (typeof given !== "object" || given === null) return undefined;
  const inner: unknown = Reflect.get(given, "transporter");
  if (typeof inner === "object" && inner !== null && isFunction(inner, "send")) return inner;
  return isFunction(given, "sendMail") || isFunction(given, "send") ? given : undefined;
}

const isFunction = (target: object, name: string): boolean => typeof Reflect.get(target, name) === "function";

function recordMail(outcome: Outcome): void {
  const failure = outcome.failed ? mailFailureOf(outcome.error) : undefined;
  const result: EmailResult = failure === undefined ? "success" : "failure";
  const attributes: Attributes = { [ATTR_EMAIL_RESULT]: result };
  if (failure !== undefined) attributes[ATTR_ERROR_TYPE] = failure.errorType;
  currentTelemetry().instruments?.emailDuration.record(outcome.durationMs / 1000, attributes);
  if (failure === undefined) emailWorks();
  else emailFailed(failure);
}

function recordCheck(outcome: Outcome): void {
  if (outcome.failed) emailFailed(mailFailureOf(outcome.error));
  else emailWorks();
}
