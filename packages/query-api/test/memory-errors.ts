import type { ErrorDetail, ErrorGroup, ErrorQuery, JobScope, Page, PageRequest, StoreReader } from "@jobscope/store";
import { partsOfId } from "@jobscope/tracker";
import type { Run } from "@jobscope/tracker";

const HOUR = 3_600_000;

interface Facts {
  readonly runs: readonly Run[];
  belongs(jobId: string, scope: JobScope): boolean;
  pageOf<T>(items: readonly T[], request: PageRequest): Page<T>;
}

type Answers = Pick<StoreReader, "errors" | "error" | "logs" | "trace">;

/** What the store promises of errors and traces, by grouping the samples: theirs differ in type alone. No logs are kept. */
export function memoryErrors({ runs, belongs, pageOf }: Facts): Answers {
  const failed = runs.filter(({ state }) => state === "failure" || state === "error" || state === "timeout");
  const groups = (nowMs: number, query: Partial<ErrorQuery> = {}): ErrorDetail[] =>
    [...Map.groupBy(failed, (run) => `${run.serviceId} ${run.errorType}`).values()]
      .filter((members) => members.some(({ jobId }) => belongs(jobId, query)))
      .map((members) => detailOf(members, nowMs))
      .toSorted(({ group: a }, { group: b }) =>
        query.order === "first_seen" ? a.firstMs - b.firstMs : b.lastMs - a.lastMs,
      );
  return {
    async errors(query, nowMs) {
      const { fromMs = 0, toMs = Infinity } = query;
      const found = groups(nowMs, query).filter(
        ({ group }) =>
          (query.errorType ?? group.errorType) === group.errorType &&
          (query.source ?? group.source) === group.source &&
          group.lastMs >= fromMs &&
          group.firstMs < toMs,
      );
      return pageOf(
        found.map(({ group }) => group),
        query,
      );
    },
    async error(id, nowMs) {
      return groups(nowMs).find(({ group }) => group.id === id);
    },
    async logs() {
      return { items: [] };
    },
    async trace(traceId) {
      const found = runs.filter((run) => run.traceId === traceId).slice(0, 100);
      return found.length === 0 ? undefined : { spans: [], truncated: false, runs: found };
    },
  };
}

const timeOf = (run: Run): number => run.endMs ?? run.startMs ?? 0;

function detailOf(runs: readonly Run[], nowMs: number): ErrorDetail {
  const newest = runs.toSorted((a, b) => timeOf(b) - timeOf(a));
  const [last] = newest;
  if (last === undefined) throw new Error("a group without runs");
  const [environment = "", namespace = "", service = ""] = partsOfId(last.serviceId) ?? [];
  const times = newest.map(timeOf);
  const hours = countBy(times.map((ms) => Math.floor(ms / HOUR)));
  const thisHour = Math.floor(nowMs / HOUR);
  const message = last.errorMessage ?? "";
  const group: ErrorGroup = {
    id: Buffer.from(`${last.errorType}`).toString("hex").padEnd(24, "0").slice(0, 24),
    service: { environment, namespace, service },
    source: "run",
    errorType: last.errorType ?? "",
    pattern: message.slice(0, 500).toWellFormed(),
    culprit: "",
    message: message.slice(0, 16_384),
    messageLength: message.length,
    firstMs: Math.min(...times),
    lastMs: Math.max(...times),
    count: runs.length,
    jobs: new Set(runs.map(({ jobId }) => jobId)).size,
    trend: Array.from({ length: 24 }, (_, n) => hours.get(thisHour - 23 + n) ?? 0),
    sampleRunKey: last.key,
  };
  return {
    group,
    stack: newest.find(({ errorStack }) => errorStack !== undefined)?.errorStack,
    stackLength: last.errorStack?.length ?? 0,
    jobs: [...Map.groupBy(newest, ({ jobId }) => jobId)].map(([jobId, own]) => ({
      jobId,
      jobName: own[0]?.jobName ?? "",
      count: own.length,
      firstMs: Math.min(...own.map(timeOf)),
      lastMs: Math.max(...own.map(timeOf)),
    })),
    hours: [...hours].map(([hour, count]) => ({ fromMs: hour * HOUR, count })).toSorted((a, b) => a.fromMs - b.fromMs),
    runs: newest.slice(0, 20),
  };
}

function countBy(values: readonly number[]): Map<number, number> {
  return new Map([...Map.groupBy(values, (value) => value)].map(([value, same]) => [value, same.length]));
}
