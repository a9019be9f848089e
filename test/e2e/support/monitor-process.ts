import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { ChildProgram } from "@jobscope/testkit";

import { ADMIN_KEY } from "../../support/admin-key.ts";
import { AdminApi } from "./admin-api.ts";

export const MONITOR_MAIN: string = join(import.meta.dirname, "../../../packages/jobscope/src/cli/main.ts");
const OTLP = /OTLP\/HTTP +(http:\S+)/;
const API = /API +(http:\S+)/;

export interface MonitorOptions {
  /** Default `production`, which writes no job to the console. */
  readonly profile?: "production" | "development";
  /** Further arguments of `jobscope serve`. */
  readonly args?: readonly string[];
  /** Secrets of channels, for example, which come from the environment alone. */
  readonly env?: Readonly<Record<string, string>>;
}

/** `jobscope serve` in a process of its own, with a data directory of its own. Disposing kills it. */
export class MonitorProcess implements AsyncDisposable {
  readonly #folder: string = mkdtempSync(join(tmpdir(), "jobscope-e2e-"));
  readonly #options: MonitorOptions;
  #program: ChildProgram | undefined;
  #otlp = "";
  #api: AdminApi | undefined;

  private constructor(options: MonitorOptions) {
    this.#options = options;
  }

  static async start(options: MonitorOptions = {}): Promise<MonitorProcess> {
    const monitor = new MonitorProcess(options);
    await monitor.boot();
    return monitor;
  }

  /** A folder that goes with the monitor, for what services leave behind. */
  get folder(): string {
    return this.#folder;
  }

  /** Base URL of its OTLP receiver. */
  get otlp(): string {
    return this.#otlp;
  }

  get pid(): number {
    return this.#program?.pid ?? 0;
  }

  get dataFolder(): string {
    return join(this.#folder, "data");
  }

  /** Everything that it wrote to its standard output and error since it was booted. */
  get console(): string {
    return `${this.#program?.stdout ?? ""}\n${this.#program?.stderr ?? ""}`;
  }

  get api(): AdminApi {
    if (this.#api === undefined) throw new Error("the monitor has not been started");
    return this.#api;
  }

  /** Starts it on the data that it left; the first time on free ports, later on the same ones. */
  async boot(): Promise<void> {
    const otlp = this.#otlp === "" ? "127.0.0.1:0" : new URL(this.#otlp).host;
    const program = new ChildProgram({
      script: MONITOR_MAIN,
      args: [
        "serve",
        "--profile",
        this.#options.profile ?? "production",
        "--otlp-addr",
        otlp,
        "--api-addr",
        "127.0.0.1:0",
        "--data",
        this.dataFolder,
        // Tests poll, many at a time.
        "--api-request-limit",
        "0",
        ...(this.#options.args ?? []),
      ],
      env: { JOBSCOPE_ADMIN_KEY: ADMIN_KEY, NODE_NO_WARNINGS: "1", ...this.#options.env },
      cwd: this.#folder,
    });
    this.#program = program;
    // The start itself takes a second; several at once on a busy machine took more than twenty.
    await program.says(/Ready/, 60_000);
    this.#otlp = OTLP.exec(program.stdout)?.[1] ?? "";
    this.#api = new AdminApi(API.exec(program.stdout)?.[1] ?? "", ADMIN_KEY);
  }

  async end(signal: "SIGTERM" | "SIGKILL"): Promise<void> {
    await this.#program?.end(signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#program?.[Symbol.asyncDispose]();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
