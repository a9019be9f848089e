import { name, text } from "./scalars.ts";
import type { ParamFields } from "./schema.ts";

/** Which services and jobs a list is about. An empty environment or namespace means: those that set none. */
export interface ScopeParams {
  readonly environment?: string | undefined;
  readonly namespace?: string | undefined;
  readonly service?: string | undefined;
  /** Exact name of the job. */
  readonly job?: string | undefined;
}

export const scopeParams: ParamFields<ScopeParams> = {
  environment: text().optional().describe("`deployment.environment.name`; empty: those that set none."),
  namespace: text().optional().describe("`service.namespace`; empty: those that set none."),
  service: name().optional().describe("`service.name`."),
  job: name().optional().describe("Exact name of the job."),
};
