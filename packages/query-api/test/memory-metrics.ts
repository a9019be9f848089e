import type {
  CalendarSpan,
  DurationSummary,
  JobScope,
  RunFigures,
  RunSeries,
  StoreReader,
  Telemetry,
} from "@jobscope/store";
import type { Run, Slot } from "@jobscope/tracker";

interface Facts {
  readonly runs: readonly Run[];
  readonly slots: readonly Slot[];
  readonly telemetry: Telemetry;
  belongs(jobId: string, scope: JobScope): boolean;
}

type MetricAnswers = Pick<
  StoreReader,
  "keptTimes" | "runSeries" | "durationBaseline" | "telemetry" | "calendar" | "upcoming"
>;

/** What the store promises of figures over time, by counting one by one. */
export function memoryMetrics({ runs, slots, telemetry, belongs }: Facts): MetricAnswers {
  return {
    async keptTimes() {
      const widths = [60_000, 3_600_000, 86_400_000].map((widthMs) => ({ widthMs, sinceMs: 0 }));
      return { runs: widths, metrics: widths.slice(0, 2) };
    },
    async runSeries(query, nowMs): Promise<RunSeries> {
      const { fromMs, toMs, stepMs } = query;
      const own = runs.filter(({ jobId }) => belongs(jobId, query));
      const bucketOf = (from: number, to: number): RunFigures => figuresOf(own, from, to);
      const buckets = Array.from({ length: (toMs - fromMs) / stepMs }, (_, index) => {
        const from = fromMs + index * stepMs;
        const endMs = Math.min(from + stepMs, nowMs + 1);
        return {
          fromMs: from,
          ...bucketOf(from, from + stepMs),
          active: own.filter((run) => isActive(run, endMs)).length,
        };
      });
      return { buckets, total: bucketOf(fromMs, toMs), resolution: "minute" };
    },
    async durationBaseline(jobId) {
      const own = runs.filter((run) => run.jobId === jobId && run.state === "success");
      const durations = summaryOf(own);
      return durations && { ...durations, sinceMs: Math.min(...own.map(({ startMs = 0 }) => startMs)) };
    },
    async telemetry(query) {
      const asked = [query.environment, query.namespace, query.service, query.job];
      const series = telemetry.series.filter(({ metric, service: own, attributes }) => {
        const names = [own.environment, own.namespace, own.service, attributes["job.name"]];
        return (
          query.metrics.includes(metric) && asked.every((name, index) => name === undefined || name === names[index])
        );
      });
      return { series, truncated: telemetry.truncated };
    },
    async calendar(query) {
      const quarters = new Map<number, CalendarSpan>();
      const add = (atMs: number, change: (quarter: CalendarSpan) => CalendarSpan): void => {
        const next = query.boundaries.findIndex((ms) => ms > atMs);
        const fromMs = query.boundaries[next - 1];
        if (fromMs === undefined) return;
        quarters.set(fromMs, change(quarters.get(fromMs) ?? { fromMs, slots: {}, late: 0, runs: {} }));
      };
      for (const slot of slots.filter(({ jobId }) => belongs(jobId, query))) {
        add(slot.instantMs, ({ slots: counted, late, ...rest }) => ({
          ...rest,
          slots: { ...counted, [slot.state]: (counted[slot.state] ?? 0) + (slot.count ?? 1) },
          late: late + (slot.late ? 1 : 0),
        }));
      }
      for (const run of runs.filter(({ jobId }) => belongs(jobId, query))) {
        add(run.startMs ?? 0, ({ runs: counted, ...rest }) => ({
          ...rest,
          runs: { ...counted, [run.state]: (counted[run.state] ?? 0) + 1 },
        }));
      }
      return [...quarters.values()].toSorted((a, b) => a.fromMs - b.fromMs);
    },
    async upcoming({ fromMs, limit, ...scope }) {
      const found = slots.filter(
        (slot) => slot.state === "expected" && slot.instantMs >= fromMs && belongs(slot.jobId, scope),
      );
      return found.toSorted((a, b) => a.instantMs - b.instantMs).slice(0, limit);
    },
  };
}

function isActive({ startMs = 0, endMs = Infinity }: Run, atMs: number): boolean {
  return startMs < atMs && endMs >= atMs;
}

function figuresOf(runs: readonly Run[], fromMs: number, toMs: number): RunFigures {
  const inside = (ms: number | undefined): boolean => ms !== undefined && ms >= fromMs && ms < toMs;
  const ended = runs.filter(({ state, endMs }) => state !== "running" && inside(endMs));
  const byState: Partial<Record<Run["state"], number>> = {};
  for (const { state } of ended) byState[state] = (byState[state] ?? 0) + 1;
  const delays = ended.flatMap(({ delayMs }) => (delayMs === undefined ? [] : [delayMs]));
  return {
    byState,
    durations: summaryOf(ended),
    averageDelayMs: delays.length === 0 ? undefined : delays.reduce((sum, ms) => sum + ms, 0) / delays.length,
    started: runs.filter(({ startMs }) => inside(startMs)).length,
  };
}

function summaryOf(runs: readonly Run[]): DurationSummary | undefined {
  const sorted = runs
    .flatMap(({ durationMs }) => (durationMs === undefined ? [] : [durationMs]))
    .toSorted((a, b) => a - b);
  if (sorted.length === 0) return undefined;
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  const averageMs = sorted.reduce((sum, ms) => sum + ms, 0) / sorted.length;
  return { count: sorted.length, averageMs, p50Ms: at(0.5), p90Ms: at(0.9), p95Ms: at(0.95), p99Ms: at(0.99) };
}
