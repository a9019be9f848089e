import { spawn, spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";

import { BUILDER_VERSION, COLLECTOR_MANIFEST, collectorBinaryPath, isCollectorBuilt } from "./binary.ts";

const BUILDER = `go.opentelemetry.io/collector/cmd/builder@${BUILDER_VERSION}`;
/** From here on Go fetches a newer toolchain by itself where a module asks for one. */
const LEAST_GO_MINOR = 21;

/**
 * Builds the collector of otel-collector/manifest.yaml through the Go module proxy, unless it is there already.
 * Takes about three minutes with an empty Go cache, seconds with a full one.
 * @returns path of the binary.
 * @throws Error that names the fix where Go is missing or too old, or the builder fails.
 */
export async function buildCollector(log: (line: string) => void): Promise<string> {
  const binary = collectorBinaryPath();
  if (isCollectorBuilt()) return binary;
  assertGo();
  log(`Building the collector with ${BUILDER}; about three minutes the first time.`);
  mkdirSync(dirname(dirname(binary)), { recursive: true });
  // Built aside and moved in whole, so that an interrupted build leaves nothing that looks finished.
  const workshop = mkdtempSync(`${dirname(binary)}-`);
  try {
    const manifest = join(workshop, "manifest.yaml");
    copyFileSync(COLLECTOR_MANIFEST, manifest);
    await runBuilder(workshop, log);
    mkdirSync(dirname(binary), { recursive: true });
    const built = join(workshop, "_build/otelcol-jobscope");
    chmodSync(built, 0o755);
    renameSync(built, binary);
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
  log(`Built ${binary}`);
  return binary;
}

function assertGo(): void {
  const { stdout, error } = spawnSync("go", ["env", "GOVERSION"], { encoding: "utf8" });
  if (error) {
    throw new Error(
      "The collector is built with Go, and there is no `go` on the PATH. Install Go 1.26 or newer from https://go.dev/dl/.",
    );
  }
  const minor = Number(/^go1\.(?<minor>\d+)/u.exec(stdout.trim())?.groups?.["minor"]);
  if (!(minor >= LEAST_GO_MINOR)) {
    throw new Error(
      `The collector is built with Go 1.26 or newer, and \`go\` is ${stdout.trim()}. Install a newer one from https://go.dev/dl/.`,
    );
  }
}

function runBuilder(cwd: string, log: (line: string) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn("go", ["run", BUILDER, "--config", "manifest.yaml"], {
      cwd,
      // The build folder lies inside a git checkout that has nothing to do with its version.
      env: { ...process.env, CGO_ENABLED: "0", GOFLAGS: "-buildvcs=false" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const lines: string[] = [];
    const note = (chunk: Buffer): void => {
      for (const line of chunk.toString().split("\n").filter(Boolean)) {
        lines.push(line);
        log(line.split("\t").slice(-2).join(" "));
      }
    };
    child.stdout.on("data", note);
    child.stderr.on("data", note);
    child.once("error", reject);
    child.once("exit", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`The collector builder ended with code ${String(code)}:\n${lines.slice(-20).join("\n")}`));
    });
  });
}
