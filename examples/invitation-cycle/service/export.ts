/** A worker of its own, with one long job. The demo kills this process while the job runs. */
import { instrumentNodeSchedule, start } from "@jobscope/instrumentation";
import * as nodeScheduleModule from "node-schedule";

import { exportArchive } from "./jobs/export-archive.ts";

start({ serviceName: "invitation-export", heartbeatInterval: 2 });
const { scheduleJob } = instrumentNodeSchedule(nodeScheduleModule);

scheduleJob("export-archive", new Date(Date.now() + 1500), exportArchive);
