import type { JobDetail } from "@jobscope/store";

import { isoTime } from "../../model/iso-time.ts";
import { jobDetailSchema, jobSchema } from "../../model/job-resource.ts";
import { listOf } from "../../model/resource-schema.ts";
import { FAILED_STATES } from "../../model/states.ts";
import { jobParams, jobsParams } from "../../params/jobs-params.ts";
import { retireBody } from "../../params/retire-body.ts";
import { planJobs } from "../../plan/plan-jobs.ts";
import { shapeJobDetail } from "../../shape/shape-job-detail.ts";
import { shapeJob } from "../../shape/shape-job.ts";
import { shapeList } from "../../shape/shape-list.ts";
import { askAdmin } from "../ask/ask-admin.ts";
import { askStore } from "../ask/ask-store.ts";
import { findById } from "../ask/find-by-id.ts";
import { auditOf } from "../audit/audit-entry.ts";
import { notingFailure } from "../audit/noting-failure.ts";
import type { QueryApiDeps } from "../deps.ts";
import { ApiProblem } from "../reply/api-problem.ts";
import { defineRoute, defineWrite } from "../routing/define-route.ts";
import type { Route } from "../routing/route.ts";

export const jobsRoutes: readonly Route[] = [
  defineRoute({
    path: "/jobs",
    access: "read",
    limit: "requests",
    schema: jobsParams,
    docs: { summary: "Each job with its health and last runs", answers: { schema: listOf(jobSchema, "JobList") } },
    async reply({ reader }, { params }) {
      const page = await askStore(() => reader.jobs(planJobs(params)));
      return { body: shapeList(page, shapeJob) };
    },
  }),
  defineRoute({
    path: "/jobs/:id",
    access: "read",
    limit: "requests",
    schema: jobParams,
    docs: { summary: "One job", answers: { schema: jobDetailSchema } },
    async reply(deps, { id, params }) {
      const { reader } = deps;
      const nowMs = deps.nowMs();
      const detail = await findJob(deps, id, params.runs);
      const jobId = detail.job.id;
      const [baseline, failures] = await askStore(() =>
        Promise.all([reader.durationBaseline(jobId, nowMs), reader.runs({ jobId, states: FAILED_STATES, limit: 1 })]),
      );
      return { body: shapeJobDetail(detail, { baseline, failed: failures.items[0], nowMs }) };
    },
  }),
  defineWrite({
    method: "DELETE",
    access: "jobs:write",
    limit: "requests",
    path: "/jobs/:id",
    body: retireBody,
    docs: {
      summary: "Take a job out of watch",
      answers: { schema: jobSchema },
      problems: ["conflict", "core_unavailable"],
    },
    reply: (deps, { id, body, ...author }) =>
      notingFailure(deps, { author, action: "jobs.retire", target: id }, async () => {
        const { job } = await findJob(deps, id, 0);
        if (job.retiredMs !== undefined) {
          const detail = `The job is retired since ${isoTime(job.retiredMs)}.`;
          throw new ApiProblem({ kind: "conflict", detail, fix: "Nothing is left to do." });
        }
        const audit = auditOf(author, { atMs: deps.nowMs(), action: "jobs.retire", target: job.id });
        await askAdmin(deps, {
          kind: "retire_job",
          jobId: job.id,
          reason: body.reason ?? "retired by an admin",
          audit,
        });
        return { body: shapeJob(await findJob(deps, job.id, 0)) };
      }),
  }),
];

function findJob({ reader }: QueryApiDeps, id: string, runs: number): Promise<JobDetail> {
  return findById({ id, what: "job", list: "jobs", find: (jobId) => reader.job(jobId, runs) });
}
