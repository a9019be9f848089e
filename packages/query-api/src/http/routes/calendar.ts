import { calendarSchema } from "../../model/calendar-resource.ts";
import { calendarParams } from "../../params/calendar-params.ts";
import { planCalendar, planZone } from "../../plan/plan-calendar.ts";
import { shapeCalendar } from "../../shape/shape-calendar.ts";
import { askStore } from "../ask/ask-store.ts";
import { jobOfScope } from "../ask/job-of-scope.ts";
import { parameterProblem } from "../reply/api-problem.ts";
import { defineRoute } from "../routing/define-route.ts";
import type { Route } from "../routing/route.ts";

export const calendarRoutes: readonly Route[] = [
  defineRoute({
    path: "/slots/calendar",
    access: "read",
    limit: "requests",
    schema: calendarParams,
    docs: { summary: "What was due and what ran, by days of a time zone", answers: { schema: calendarSchema } },
    async reply(deps, { params }) {
      const job = await jobOfScope(deps.reader, params);
      const zone = planZone(params.tz, job && { timezone: job.schedule.timezone });
      if ("parameter" in zone) throw parameterProblem([zone]);
      const planned = planCalendar(params, zone.zone, deps.nowMs());
      if (planned.kind === "fault") throw parameterProblem([planned.fault]);
      const spans = await askStore(() => deps.reader.calendar(planned.query));
      return { body: shapeCalendar(spans, planned.days, zone) };
    },
  }),
];
