import { join } from "node:path";

import { ChildProgram } from "@jobscope/testkit";

import type { ServiceSpec } from "../services/service-spec.ts";

const SERVICES = join(import.meta.dirname, "../services");
const PRELOADS = join(import.meta.dirname, "../preload");

export interface ServiceOptions extends ServiceSpec {
  readonly name: string;
  /** Base URL of whoever takes its telemetry. */
  readonly endpoint: string;
  readonly module?: "esm" | "commonjs";
  /** Seconds between its heartbeats; the library's default where absent. */
  readonly beat?: number;
  /** `epochMs`: since when it runs faster. */
  readonly clock?: { readonly offsetMs?: number; readonly speed?: number; readonly epochMs?: number };
  /** As if in a container of its own: nobody outside can look it up. */
  readonly elsewhere?: boolean;
  /** Its temporary directory, where the lease file lies. */
  readonly tmp: string;
}

/** Starts a service and waits until its jobs are scheduled. */
export async function startService(options: ServiceOptions): Promise<ChildProgram> {
  const { clock, elsewhere, tmp, beat } = options;
  const spec: ServiceSpec = {
    ...(options.jobs !== undefined && { jobs: options.jobs }),
    ...(options.jobOptions !== undefined && { jobOptions: options.jobOptions }),
    ...(options.bare !== undefined && { bare: options.bare }),
    start: { ...(beat !== undefined && { heartbeatInterval: beat }), ...options.start },
  };
  const preloads = [
    ...(clock === undefined ? [] : ["own-clock.mjs"]),
    ...(elsewhere === true ? ["elsewhere.mjs"] : []),
  ];
  const program = new ChildProgram({
    script: join(SERVICES, options.module === "commonjs" ? "service.cjs" : "service.ts"),
    args: [JSON.stringify(spec)],
    nodeArgs: preloads.map((file) => `--import=${join(PRELOADS, file)}`),
    env: {
      OTEL_SERVICE_NAME: options.name,
      OTEL_EXPORTER_OTLP_ENDPOINT: options.endpoint,
      TMPDIR: tmp,
      ...(clock !== undefined && clockEnv(clock)),
    },
  });
  await program.says(/ready/);
  return program;
}

/** The time that an exporter waits for an answer is meant in real time. */
function clockEnv({ offsetMs = 0, speed = 1, epochMs }: NonNullable<ServiceOptions["clock"]>): Record<string, string> {
  return {
    CLOCK_OFFSET_MS: String(offsetMs),
    CLOCK_SPEED: String(speed),
    ...(epochMs !== undefined && { CLOCK_EPOCH_MS: String(epochMs) }),
    OTEL_EXPORTER_OTLP_TIMEOUT: String(10_000 * speed),
  };
}
