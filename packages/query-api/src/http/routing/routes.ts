import { ackRoutes } from "../routes/ack-page.ts";
import { alertsRoutes } from "../routes/alerts.ts";
import { auditRoutes } from "../routes/audit.ts";
import { calendarRoutes } from "../routes/calendar.ts";
import { dashboardRoutes } from "../routes/dashboard.ts";
import { errorsRoutes } from "../routes/errors.ts";
import { exportRoutes } from "../routes/export.ts";
import { healthRoutes } from "../routes/health.ts";
import { jobsRoutes } from "../routes/jobs.ts";
import { keysRoutes } from "../routes/keys.ts";
import { logsRoutes } from "../routes/logs.ts";
import { metricsRoutes } from "../routes/metrics.ts";
import { openApiRoutes } from "../routes/openapi.ts";
import { runsRoutes } from "../routes/runs.ts";
import { silencesRoutes } from "../routes/silences.ts";
import { slotsRoutes } from "../routes/slots.ts";
import { statusRoutes } from "../routes/status.ts";
import { tracesRoutes } from "../routes/traces.ts";
import type { Route } from "./route.ts";

/** In the order in which paths are tried: `alerts/suppress` before `alerts/{id}`. */
const DESCRIBED: readonly Route[] = [
  ...statusRoutes,
  ...dashboardRoutes,
  ...metricsRoutes,
  ...jobsRoutes,
  ...runsRoutes,
  ...slotsRoutes,
  ...calendarRoutes,
  ...errorsRoutes,
  ...logsRoutes,
  ...tracesRoutes,
  ...ackRoutes,
  ...silencesRoutes,
  ...alertsRoutes,
  ...exportRoutes,
  ...healthRoutes,
  ...keysRoutes,
  ...auditRoutes,
];

export const ROUTES: readonly Route[] = [...DESCRIBED, ...openApiRoutes(DESCRIBED)];
