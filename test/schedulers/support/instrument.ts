import {
  instrumentCron,
  instrumentCroner,
  instrumentNodeCron,
  instrumentNodeSchedule,
} from "@jobscope/instrumentation";

/** The one-liner of each library, for a module whose type is not known here. */
export function instrument(library: string, module: object): object {
  switch (library) {
    case "node-cron":
      return instrumentNodeCron(module as never);
    case "cron":
      return instrumentCron(module as never);
    case "croner":
      return instrumentCroner(module as never);
    case "node-schedule":
      return instrumentNodeSchedule(module as never);
    default:
      throw new Error(`no instrumentation for ${library}`);
  }
}
