import { spawn } from "node:child_process";
import { createServer, type Server } from "node:http";

import type { Bench, Figure } from "../../scripts/bench/contract.ts";
import { type BuiltService, buildService } from "./built-service.ts";

interface Footprint {
  readonly rssMb: number;
  /** Share of one core. */
  readonly cpuPercent: number;
}

const MODES = ["bare", "sdk", "jobscope"] as const;
type Mode = (typeof MODES)[number];
const RATES = [1, 100] as const;
const SECONDS = Number(process.env["JOBSCOPE_BENCH_SECONDS"] ?? 20);

/**
 * A service with 100 jobs, at 1 and 100 runs a second: bare, with the same telemetry written by hand on the SDK, and
 * instrumented. The three run at the same time, so that a noisy machine disturbs them alike.
 */
export const bench: Bench = {
  name: "footprint in the service",
  async run() {
    const service = await buildService();
    const sink = await startSink();
    try {
      const figures: Figure[] = [];
      for (const rate of RATES) figures.push(...(await measureRate({ rate, endpoint: urlOf(sink), service })));
      return figures;
    } finally {
      sink.closeAllConnections();
      sink.close();
      service.remove();
    }
  },
};

interface Setting {
  readonly rate: number;
  readonly endpoint: string;
  readonly service: BuiltService;
}

async function measureRate(setting: Setting): Promise<readonly Figure[]> {
  const { rate } = setting;
  const [bare, sdk, jobscope] = await Promise.all(MODES.map((mode) => measure(mode, setting)));
  if (bare === undefined || sdk === undefined || jobscope === undefined) throw new Error("A mode was not measured.");
  const at = `100 jobs, ${rate}/s`;
  const added = { rss: jobscope.rssMb - bare.rssMb, cpu: jobscope.cpuPercent - bare.cpuPercent };
  const overSdk = { rss: jobscope.rssMb - sdk.rssMb, cpu: jobscope.cpuPercent - sdk.cpuPercent };
  return [
    { name: `${at}: bare, RSS`, value: bare.rssMb, unit: "MB" },
    { name: `${at}: bare, CPU`, value: bare.cpuPercent, unit: "%" },
    { name: `${at}: SDK alone adds, RSS`, value: sdk.rssMb - bare.rssMb, unit: "MB" },
    { name: `${at}: SDK alone adds, CPU`, value: sdk.cpuPercent - bare.cpuPercent, unit: "%" },
    {
      name: `${at}: instrumentation with its SDK adds, RSS`,
      value: added.rss,
      unit: "MB",
      ...(rate === 1 && { target: "< 50" }),
    },
    {
      name: `${at}: instrumentation with its SDK adds, CPU`,
      value: added.cpu,
      unit: "%",
      ...(rate === 1 && { target: "< 2" }),
    },
    {
      name: `${at}: instrumentation over SDK, RSS`,
      value: overSdk.rss,
      unit: "MB",
      ...(rate === 100 && { target: "<= 10" }),
    },
    {
      name: `${at}: instrumentation over SDK, CPU`,
      value: overSdk.cpu,
      unit: "%",
      ...(rate === 100 && { target: "<= 1" }),
    },
  ];
}

function measure(mode: Mode, { rate, endpoint, service }: Setting): Promise<Footprint> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...service.nodeArguments, mode, String(rate), String(SECONDS)], {
      env: { ...process.env, OTEL_EXPORTER_OTLP_ENDPOINT: endpoint },
      stdio: ["ignore", "pipe", "inherit"],
    });
    let printed = "";
    child.stdout.on("data", (chunk: Buffer) => (printed += chunk.toString()));
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve(JSON.parse(printed) as Footprint);
      else reject(new Error(`The ${mode} service ended with exit code ${code}.`));
    });
  });
}

/** Takes every export and throws it away. */
async function startSink(): Promise<Server> {
  const server = createServer((request, response) => {
    request.resume();
    request.once("end", () => response.writeHead(200, { "content-type": "application/x-protobuf" }).end());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

function urlOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The sink has no port.");
  return `http://127.0.0.1:${address.port}`;
}
