import type { JobRegistration, RunStart } from "../../model/job-definition.ts";
import type { TaskFunction } from "./node-cron-types.ts";

/** A task function whose every call is a run, by the schedule or by `task.execute()`. */
export function wrapTask(fn: TaskFunction, job: JobRegistration): TaskFunction {
  return job.wrap(fn, (_this, [context]) => startOf(context));
}

function startOf(context: unknown): RunStart | undefined {
  if (typeof context !== "object" || context === null) return undefined;
  const execution: unknown = Reflect.get(context, "execution");
  const date: unknown = Reflect.get(context, "date");
  const reason: unknown =
    typeof execution === "object" && execution !== null ? Reflect.get(execution, "reason") : undefined;
  if (reason !== "scheduled") return { trigger: "manual" };
  return { trigger: "schedule", ...(date instanceof Date && { scheduledTime: new Date(date) }) };
}
