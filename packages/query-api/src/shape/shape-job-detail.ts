import type { JobDetail } from "@jobscope/store";
import type { Declaration } from "@jobscope/tracker";

import type { DeclarationResource, JobDetailResource } from "../model/job-resource.ts";
import { instanceIdOf } from "./identity.ts";
import { isoTime } from "./scalars.ts";
import { shapeInstance } from "./shape-instance.ts";
import { shapeJob, shapeSchedule } from "./shape-job.ts";
import { shapeTotals } from "./shape-totals.ts";

export function shapeJobDetail(detail: JobDetail): JobDetailResource {
  return {
    ...shapeJob(detail),
    totals: shapeTotals(detail.totals),
    declarations: detail.declarations.map(shapeDeclaration),
    instances: detail.instances.map(shapeInstance),
  };
}

function shapeDeclaration(declaration: Declaration): DeclarationResource {
  return {
    instance_id: instanceIdOf(declaration.instanceKey) ?? "",
    state: declaration.state,
    declared_time: isoTime(declaration.declaredMs),
    schedule: shapeSchedule(declaration.schedule),
    next_times: declaration.nextTimesMs.map(isoTime),
  };
}
