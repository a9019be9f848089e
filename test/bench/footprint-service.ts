/** One service of the footprint bench: `node footprint-service.ts bare|sdk|jobscope RUNS_PER_SECOND SECONDS`. */
const JOBS = 100;
const [mode = "bare", rate = "1", seconds = "20"] = process.argv.slice(2);

type Run = () => Promise<void>;
type Instrument = (name: string, run: Run) => Run;

const work: Run = async () => {
  await Promise.resolve();
};

const instrument = await createInstrument(mode);
const jobs = Array.from({ length: JOBS }, (_, index) => instrument(`job-${index}`, work));
startTimers(jobs, Number(rate));

// The first seconds load code and fill caches: they are the start, not the operation.
setTimeout(() => {
  const before = process.cpuUsage();
  const startedMs = performance.now();
  setTimeout(
    () => {
      const used = process.cpuUsage(before);
      const cpuPercent = ((used.user + used.system) / 1000 / (performance.now() - startedMs)) * 100;
      process.stdout.write(JSON.stringify({ rssMb: process.memoryUsage.rss() / 1e6, cpuPercent }), () =>
        process.exit(0),
      );
    },
    Number(seconds) * 1000,
  );
}, 5000);

function startTimers(runs: readonly Run[], runsPerSecond: number): void {
  const periodMs = (runs.length / runsPerSecond) * 1000;
  for (const [index, run] of runs.entries()) {
    setTimeout(() => setInterval(() => void run(), periodMs), (index / runs.length) * periodMs);
  }
}

async function createInstrument(name: string): Promise<Instrument> {
  switch (name) {
    case "bare":
      return (_, run) => run;
    case "sdk":
      return (await import("./hand-written-telemetry.ts")).createHandWrittenTelemetry();
    case "jobscope": {
      const { start, wrapJob } = await import("@jobscope/instrumentation");
      start({ serviceName: "footprint" });
      return (job, run) => wrapJob({ name: job }, run);
    }
    default:
      throw new Error(`Unknown mode ${JSON.stringify(name)}: give bare, sdk or jobscope.`);
  }
}
