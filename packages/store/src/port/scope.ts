import type { JobId } from "@jobscope/tracker";

/** Which jobs a question is about; what is absent means all. An empty environment or namespace means those that set none. */
export interface JobScope {
  readonly jobId?: JobId;
  readonly environment?: string;
  readonly namespace?: string;
  readonly service?: string;
  /** Exact job name. */
  readonly job?: string;
}
