import { jobDetailSchema, jobSchema } from "../../model/job-resource.ts";
import { listOf } from "../../model/resource-schema.ts";
import { jobParams, jobsParams } from "../../params/jobs-params.ts";
import { planJobs } from "../../plan/plan-jobs.ts";
import { shapeJobDetail } from "../../shape/shape-job-detail.ts";
import { shapeJob } from "../../shape/shape-job.ts";
import { shapeList } from "../../shape/shape-list.ts";
import { askStore } from "../ask-store.ts";
import { findById } from "../find-by-id.ts";
import { defineRoute } from "../route.ts";
import type { Route } from "../route.ts";

export const jobsRoutes: readonly Route[] = [
  defineRoute({
    path: "/jobs",
    access: "read",
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
    schema: jobParams,
    docs: { summary: "One job", answers: { schema: jobDetailSchema } },
    async reply({ reader }, { id, params }) {
      const find = (jobId: string): ReturnType<typeof reader.job> => reader.job(jobId, params.runs);
      return { body: shapeJobDetail(await findById({ id, what: "job", list: "jobs", find })) };
    },
  }),
];
