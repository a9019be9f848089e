import type { AnyValue } from "@jobscope/otlp";
import type { LogCategory } from "@jobscope/semconv";
import type { Run, RunKey, ServiceIdentity } from "@jobscope/tracker";

import type { Page, PageRequest } from "./page.ts";
import type { JobScope } from "./scope.ts";

export interface StoredLog {
  readonly timeMs: number;
  readonly severityNumber: number;
  readonly severityText: string;
  readonly eventName: string;
  readonly body: AnyValue | undefined;
  readonly attributes: Readonly<Record<string, AnyValue | undefined>>;
  readonly traceId: string;
  readonly spanId: string;
}

export interface StoredSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly name: string;
  readonly kind: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly statusCode: number;
  readonly statusMessage: string;
  readonly attributes: Readonly<Record<string, AnyValue | undefined>>;
}

export interface LogQuery extends PageRequest, JobScope {
  readonly categories?: readonly LogCategory[];
  /** Lowest severity number, 1–24. */
  readonly minSeverity?: number;
  readonly runKey?: RunKey;
  /** The same by the id of the run alone, in whichever service. */
  readonly runId?: string;
  readonly traceId?: string;
  readonly eventName?: string;
  /**
   * Words that the body or the message of an exception holds, in any order and case. The last one, of three letters or more, may
   * be the beginning of a word where no record has it whole, and wherever a `*` follows it.
   */
  readonly text?: string;
  /** Time of the record in [fromMs, toMs). */
  readonly fromMs?: number;
  readonly toMs?: number;
}

export interface LogHit extends StoredLog {
  /** Grows in order of receipt. */
  readonly id: number;
  readonly service: ServiceIdentity;
  /** `""` where none is known. */
  readonly jobName: string;
  /** `""` where the record names none. */
  readonly runId: string;
  readonly category: LogCategory | undefined;
}

export interface Trace {
  /** Oldest first, at most 5,000. */
  readonly spans: readonly StoredSpan[];
  readonly truncated: boolean;
  /** Runs whose spans are in it, oldest first, at most 100. */
  readonly runs: readonly Run[];
}

export interface LogQueries {
  /**
   * Newest first, by the records' own time; where `text` is given, newest received first. A page may hold fewer than `limit`
   * although there are more: what is looked at for one page is bounded. `nextCursor` says whether it goes on.
   */
  logs(query: LogQuery): Page<LogHit>;
  trace(traceId: string): Trace | undefined;
}
