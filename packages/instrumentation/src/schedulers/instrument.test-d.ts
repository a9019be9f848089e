import * as cron from "cron";
import * as croner from "croner";
import * as nodeCron from "node-cron";
import nodeCronDefault from "node-cron";
import * as nodeSchedule from "node-schedule";
import { expectTypeOf, test } from "vitest";

import { instrumentCron } from "./cron/instrument-cron.ts";
import { instrumentCroner } from "./croner/instrument-croner.ts";
import { instrumentNodeCron } from "./node-cron/instrument-node-cron.ts";
import { instrumentNodeSchedule } from "./node-schedule/instrument-node-schedule.ts";
import { withJobOptions } from "./scheduler-options.ts";

test("the instrumented exports have the types of the library's own", () => {
  expectTypeOf(instrumentCron(cron)).toEqualTypeOf<typeof cron>();
  expectTypeOf(instrumentCroner(croner).Cron).toEqualTypeOf<typeof croner.Cron>();
  expectTypeOf(instrumentNodeCron(nodeCron).schedule).toEqualTypeOf<typeof nodeCron.schedule>();
  expectTypeOf(instrumentNodeCron(nodeCronDefault)).toEqualTypeOf<typeof nodeCronDefault>();
  expectTypeOf(instrumentNodeSchedule(nodeSchedule).scheduleJob).toEqualTypeOf<typeof nodeSchedule.scheduleJob>();
});

test("a marked function keeps its type", () => {
  const job = (context: nodeCron.TaskContext): string => context.dateLocalIso;
  expectTypeOf(withJobOptions({ name: "job", criticality: "high" }, job)).toEqualTypeOf(job);
});

test("what is no such library, and an unknown option, is refused", () => {
  // @ts-expect-error -- croner is not cron
  instrumentCron(croner);
  // @ts-expect-error -- a name is given to the library or to withJobOptions
  instrumentCron(cron, { jobs: { nightly: { name: "other" } } });
  // @ts-expect-error -- no such criticality
  withJobOptions({ criticality: "urgent" }, () => {});
});
