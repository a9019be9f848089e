/**
 * The invitation cycle: what a service does around one monthly round of invitations, on schedules of seconds instead of
 * days. Its jobs run under four scheduler libraries; the lines that make them visible are the `start`, `instrument…` and
 * `register…` calls below, and the one in `mailer.ts`.
 */
import {
  instrumentCron,
  instrumentCroner,
  instrumentNodeCron,
  instrumentNodeSchedule,
  registerHealthCheck,
  start,
} from "@jobscope/instrumentation";
import * as cronModule from "cron";
import * as cronerModule from "croner";
import * as nodeCronModule from "node-cron";
import * as nodeScheduleModule from "node-schedule";

import { openDatabase } from "./database.ts";
import { checkPayments } from "./jobs/check-payments.ts";
import { importMembers } from "./jobs/import-members.ts";
import { monthlyReport } from "./jobs/monthly-report.ts";
import { pollInbox } from "./jobs/poll-inbox.ts";
import { refreshStatistics } from "./jobs/refresh-statistics.ts";
import { sendInvitations } from "./jobs/send-invitations.ts";
import { sendReminders } from "./jobs/send-reminders.ts";
import { syncContacts } from "./jobs/sync-contacts.ts";
import { createMailer } from "./mailer.ts";
import { requiredSetting } from "./settings.ts";

start({ serviceName: "invitation-cycle", heartbeatInterval: 2 });
const jobs = {
  "check-payments": { criticality: "critical" },
  "sync-contacts": { maxRuntime: 5 },
} as const;
const nodeCron = instrumentNodeCron(nodeCronModule);
const { CronJob } = instrumentCron(cronModule);
const { Cron } = instrumentCroner(cronerModule, { jobs });
const nodeSchedule = instrumentNodeSchedule(nodeScheduleModule);

const database = openDatabase(requiredSetting("DEMO_DATABASE"), 400);
const mailer = createMailer(requiredSetting("DEMO_SMTP_URL"));
registerHealthCheck("database", () => database.ping());

nodeCron.schedule("*/5 * * * * *", () => sendInvitations(database), { name: "send-invitations", noOverlap: true });
nodeCron.schedule("*/2 * * * * *", () => refreshStatistics(database), { name: "refresh-statistics", noOverlap: true });

CronJob.from({
  name: "send-reminders",
  cronTime: "*/4 * * * * *",
  onTick: () => sendReminders(database, mailer),
  start: true,
});
CronJob.from({ name: "poll-inbox", cronTime: "* * * * * *", onTick: pollInbox, start: true });

new Cron("*/3 * * * * *", { name: "check-payments", catch: true }, checkPayments);
new Cron("*/15 * * * * *", { name: "import-members" }, importMembers);
new Cron("*/4 * * * * *", { name: "sync-contacts", protect: true }, syncContacts);

nodeSchedule.scheduleJob("monthly-report", "*/10 * * * * *", () => monthlyReport(database));
