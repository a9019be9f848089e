import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { freePort, waitFor } from "@jobscope/testkit";

import { fetchPackage, packageRoot } from "../../../../scripts/prometheus/binary.ts";

const PACKAGE = "prometheus-alertmanager";
const ROOT = packageRoot(PACKAGE);
const AMTOOL = join(ROOT, "usr/bin/amtool");
const ORIGINAL = join(ROOT, "usr/bin/prometheus-alertmanager");
/** Beside the original, so that it goes with it. */
const RELOCATED = join(ROOT, "usr/bin/alertmanager-relocated");

/**
 * Whether the tests that need a real Alertmanager run. Where it was not fetched they are skipped, and say so; with `CI=true` it
 * is fetched, and what hinders that is a failure.
 */
export function alertmanagerAvailable(): boolean {
  if (!existsSync(ORIGINAL)) {
    if (process.env["CI"] !== "true") {
      console.warn(
        "SKIPPED: the tests with a real Alertmanager. Fetch it first: node scripts/prometheus-fetch.ts (needs apt-get).",
      );
      return false;
    }
    fetchPackage(PACKAGE);
  }
  if (!existsSync(RELOCATED)) relocate();
  return true;
}

/**
 * Debian's build looks for its templates in a folder of an installed package. The copy looks for the same folder below its
 * working directory: a path of the same length, and no other byte differs.
 */
function relocate(): void {
  const program = readFileSync(ORIGINAL);
  const installed = Buffer.from("/usr/share/prometheus/alertmanager");
  // The paths of the web pages, which nobody asks for here, begin in the same way.
  const at = [...occurrences(program, installed)].find((offset) => program[offset + installed.length] !== 0x2f);
  if (at === undefined)
    throw new Error(`${ORIGINAL} holds no path of its templates: this is another build of Debian's.`);
  Buffer.from("usr/share/prometheus//alertmanager").copy(program, at);
  writeFileSync(`${RELOCATED}-${process.pid}`, program, { mode: 0o755 });
  renameSync(`${RELOCATED}-${process.pid}`, RELOCATED);
}

function* occurrences(program: Buffer, text: Buffer): Generator<number> {
  for (let at = program.indexOf(text); at >= 0; at = program.indexOf(text, at + 1)) yield at;
}

/** As Alertmanager's API gives it. */
export interface ApiAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly fingerprint: string;
  readonly receivers: readonly { readonly name: string }[];
  readonly status: {
    readonly state: "unprocessed" | "active" | "suppressed";
    readonly inhibitedBy: readonly string[];
    readonly silencedBy: readonly string[];
  };
}

export interface PostedAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly startsAt?: string;
  readonly endsAt?: string;
  readonly generatorURL?: string;
}

export interface AlertmanagerProcess {
  readonly url: string;
  post(alerts: readonly PostedAlert[]): Promise<void>;
  alerts(filter?: string): Promise<readonly ApiAlert[]>;
  getJson(path: string): Promise<unknown>;
  postJson(path: string, body: unknown): Promise<unknown>;
  expireSilence(id: string): Promise<void>;
  /** Takes another configuration; alerts and silences stay. */
  reload(config: unknown): Promise<void>;
  /** Output of `amtool`, pointed at this process and its configuration file. */
  amtool(args: readonly string[]): Promise<string>;
  stop(): Promise<void>;
}

/** Starts Alertmanager with a configuration, given as JSON, which YAML takes; resolves once it is ready. */
export async function startAlertmanager(config: unknown): Promise<AlertmanagerProcess> {
  const directory = mkdtempSync(join(tmpdir(), "jobscope-alertmanager-"));
  const configFile = join(directory, "alertmanager.yml");
  writeFileSync(configFile, JSON.stringify(config));
  const port = await freePort();
  const child = spawn(
    RELOCATED,
    [
      `--config.file=${configFile}`,
      `--storage.path=${join(directory, "data")}`,
      `--web.listen-address=127.0.0.1:${port}`,
      "--cluster.listen-address=",
    ],
    { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] },
  );
  const ended = once(child, "exit");
  let log = "";
  child.stdout.on("data", (chunk: Buffer) => (log += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (log += chunk.toString()));
  const url = `http://127.0.0.1:${port}`;
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
    await ended;
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    await waitFor("Alertmanager to be ready", () => {
      if (child.exitCode !== null) throw new Error(`Alertmanager ended with code ${child.exitCode}:\n${log}`);
      return fetch(`${url}/-/ready`).then(
        ({ ok }) => ok,
        () => false,
      );
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, stop, ...clientOf(url, configFile) };
}

type Client = Omit<AlertmanagerProcess, "url" | "stop">;

function clientOf(url: string, configFile: string): Client {
  const getJson = async (path: string): Promise<unknown> => (await checked(`${url}${path}`)).json();
  const postJson = async (path: string, body: unknown): Promise<unknown> => {
    const headers = { "content-type": "application/json" };
    const response = await checked(`${url}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
    const text = await response.text();
    return text === "" ? undefined : JSON.parse(text);
  };
  return {
    getJson,
    postJson,
    post: async (alerts) => void (await postJson("/api/v2/alerts", alerts)),
    alerts: async (filter) => {
      const query = filter === undefined ? "" : `?filter=${encodeURIComponent(filter)}`;
      return (await getJson(`/api/v2/alerts${query}`)) as readonly ApiAlert[];
    },
    expireSilence: async (id) => void (await checked(`${url}/api/v2/silence/${id}`, { method: "DELETE" })),
    reload: async (config) => {
      writeFileSync(configFile, JSON.stringify(config));
      await checked(`${url}/-/reload`, { method: "POST" });
    },
    amtool: async (args) => {
      const target = args[0] === "config" ? `--config.file=${configFile}` : `--alertmanager.url=${url}`;
      const { stdout } = await promisify(execFile)(AMTOOL, [...args, target], { env: { HOME: "/nonexistent" } });
      return stdout;
    },
  };
}

async function checked(url: string, init?: RequestInit): Promise<Response> {
  const response = await fetch(url, init);
  if (!response.ok) throw new Error(`${url} was answered ${response.status}: ${await response.text()}`);
  return response;
}
