import type { JobSystemName } from "@jobscope/semconv";
import type { Context } from "@opentelemetry/api";
import { context } from "@opentelemetry/api";

import { registerJob } from "../lifecycle/register-job.ts";
import type { JobRegistration } from "../model/job-definition.ts";
import type { SchedulerSettings } from "./scheduler-options.ts";

export interface JobIdentity {
  readonly system: JobSystemName;
  readonly settings: SchedulerSettings;
  /** The name that the user gave to the library, if any. */
  readonly given: unknown;
  /** The user's function; absent for work that is none (a command, a file) or whose name says nothing. */
  readonly fn?: ((...args: never[]) => unknown) | undefined;
  /** Context of the user's call; its span is linked from every run. */
  readonly registeredIn: Context;
}

export function registerScheduled({ system, settings, given, fn, registeredIn }: JobIdentity): JobRegistration {
  const register = (): JobRegistration => registerJob(settings.definition(system, given, fn), fn);
  return registeredIn === context.active() ? register() : context.with(registeredIn, register);
}
