import { spawn } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../../..");
const PLACE = join(ROOT, ".cache/schemathesis");
const REQUIREMENTS = join(ROOT, "test/api/requirements.txt");
/** Copied once everything is installed, so that an installation that was cut off is none. */
const INSTALLED = join(PLACE, "installed.txt");
const PROGRAM = join(PLACE, "bin/st");

/** Why it cannot be run here; undefined where it can. In CI it always can: it is installed. */
export function schemathesisGap(): string | undefined {
  if (process.env["CI"] === "true" || isInstalled()) return undefined;
  return "schemathesis is not in .cache/schemathesis; run this once with CI=true to have it installed there";
}

/** Path of the program, which is installed first where it is not there: into .cache and nowhere else. */
export async function installedSchemathesis(): Promise<string> {
  if (isInstalled()) return PROGRAM;
  mkdirSync(PLACE, { recursive: true });
  await succeed("python3", ["-m", "venv", "--clear", PLACE]);
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement", REQUIREMENTS];
  await succeed(join(PLACE, "bin/python"), pip);
  copyFileSync(REQUIREMENTS, INSTALLED);
  return PROGRAM;
}

async function succeed(program: string, args: readonly string[]): Promise<void> {
  const { code, text } = await run(program, args, ROOT);
  if (code !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${code}: ${text}`);
}

function isInstalled(): boolean {
  const isThere = existsSync(PROGRAM) && existsSync(INSTALLED);
  return isThere && readFileSync(INSTALLED, "utf8") === readFileSync(REQUIREMENTS, "utf8");
}

export interface Outcome {
  readonly code: number | null;
  /** All that it said. */
  readonly text: string;
}

export async function run(program: string, args: readonly string[], cwd: string): Promise<Outcome> {
  const child = spawn(program, args, { cwd, stdio: ["ignore", "pipe", "pipe"] });
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  child.once("error", reject).once("close", resolve);
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => void (text += String(chunk)));
  return { code: await promise, text };
}
