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
  environment: text().optional(),
  namespace: text().optional(),
  service: name().optional(),
  job: name().optional(),
};
