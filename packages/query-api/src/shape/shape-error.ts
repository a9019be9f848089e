import type { ErrorDetail, ErrorGroup } from "@jobscope/store";

import { resourcePath } from "../model/api-path.ts";
import type { ErrorDetailResource, ErrorResource } from "../model/error-resource.ts";
import { isoTime } from "../model/iso-time.ts";
import { shapeService } from "./identity.ts";
import { cutText, textOrNull } from "./scalars.ts";
import { DETAIL_MESSAGE_LENGTH, LIST_MESSAGE_LENGTH, shapeRun } from "./shape-run.ts";

const STACK_LENGTH = 16_384;

/** `messageLength`: where the message is cut. */
export function shapeError(group: ErrorGroup, messageLength: number = LIST_MESSAGE_LENGTH): ErrorResource {
  return {
    id: group.id,
    url: resourcePath("errors", group.id),
    service: shapeService(group.service),
    source: group.source,
    error_type: textOrNull(group.errorType),
    pattern: group.pattern,
    culprit: textOrNull(group.culprit),
    message: cutText(group.message.toWellFormed(), messageLength),
    message_length: group.messageLength,
    first_time: isoTime(group.firstMs),
    last_time: isoTime(group.lastMs),
    count: group.count,
    jobs: group.jobs,
    trend: group.trend,
    run_id: group.sampleRunKey ?? null,
  };
}

export function shapeErrorDetail(detail: ErrorDetail): ErrorDetailResource {
  const { group, stack } = detail;
  return {
    ...shapeError(group, DETAIL_MESSAGE_LENGTH),
    stack: stack === undefined ? null : cutText(stack.toWellFormed(), STACK_LENGTH),
    stack_length: detail.stackLength,
    affected_jobs: detail.jobs.map(({ jobId, jobName, count, firstMs, lastMs }) => ({
      job_id: jobId,
      url: resourcePath("jobs", jobId),
      job_name: jobName,
      count,
      first_time: isoTime(firstMs),
      last_time: isoTime(lastMs),
    })),
    hours: detail.hours.map(({ fromMs, count }) => ({ from_time: isoTime(fromMs), count })),
    runs: detail.runs.map((run) => shapeRun(run)),
  };
}
