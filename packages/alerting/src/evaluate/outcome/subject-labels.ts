import {
  ATTR_DEPLOYMENT_ENVIRONMENT_NAME,
  ATTR_JOB_CRITICALITY,
  ATTR_JOB_GROUP_NAME,
  ATTR_JOB_NAME,
  ATTR_JOB_OWNER_NAME,
  ATTR_SERVICE_INSTANCE_ID,
  ATTR_SERVICE_NAME,
  ATTR_SERVICE_NAMESPACE,
} from "@jobscope/semconv";
import type { Instance, ServiceIdentity } from "@jobscope/tracker";

import { type Labels, labelName } from "../../model/labels.ts";
import type { JobView } from "../../series/outcome/job-view.ts";

type Attributes = Readonly<Record<string, string>>;

/** Attributes as labels: those that are not empty. */
export function toLabels(attributes: Attributes): Labels {
  const labels: Record<string, string> = {};
  for (const [name, value] of Object.entries(attributes)) if (value !== "") labels[labelName(name)] = value;
  return labels;
}

export const serviceAttributes = (service: ServiceIdentity): Attributes => ({
  [ATTR_SERVICE_NAME]: service.service,
  [ATTR_SERVICE_NAMESPACE]: service.namespace,
  [ATTR_DEPLOYMENT_ENVIRONMENT_NAME]: service.environment,
});

export const instanceAttributes = (instance: Instance): Attributes => ({
  ...serviceAttributes(instance.service),
  [ATTR_SERVICE_INSTANCE_ID]: instance.instanceId,
});

/** What an alert about the job is known by. */
export const jobAttributes = (job: JobView): Attributes => ({
  ...serviceAttributes(job.service),
  [ATTR_JOB_NAME]: job.name,
  [ATTR_JOB_CRITICALITY]: job.criticality,
});

/** What a scope may ask about beside them: facts that change without the alert becoming another. */
export const jobTraits = (job: JobView): Attributes => ({
  [ATTR_JOB_GROUP_NAME]: job.group,
  [ATTR_JOB_OWNER_NAME]: job.owner,
});

/** Reads attributes by their OTel names; `""` for one that is not there. */
export const lookupIn =
  (attributes: Attributes): ((name: string) => string) =>
  (name) =>
    Object.hasOwn(attributes, name) ? (attributes[name] ?? "") : "";
