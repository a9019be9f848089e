import { spawnSync } from "node:child_process";
import { existsSync, globSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");

/** Real servers that tests compare with: Debian's packages, unpacked aside and never installed, so that nothing is started. */
export type DebianServer = "prometheus" | "prometheus-alertmanager";

/** Root of the unpacked package; its programs are in `usr/bin`. */
export function packageRoot(name: DebianServer): string {
  return join(ROOT, ".cache/debian", name);
}

export function prometheusBinaryPath(): string {
  return join(packageRoot("prometheus"), "usr/bin/prometheus");
}

/**
 * Downloads a package of the system's own package sources with `apt-get download` and unpacks it, unless that was done.
 * @throws Error that says what is missing.
 */
export function fetchPackage(name: DebianServer): string {
  const root = packageRoot(name);
  if (existsSync(join(root, "usr/bin"))) return root;
  mkdirSync(dirname(root), { recursive: true });
  const workshop = mkdtempSync(`${root}-`);
  try {
    run("apt-get", ["download", name], workshop);
    const [archive] = globSync("*.deb", { cwd: workshop });
    if (archive === undefined) throw new Error(`apt-get download ${name} left no .deb. Run apt-get update first.`);
    run("dpkg", ["-x", archive, "root"], workshop);
    moveIn(join(workshop, "root"), root);
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
  return root;
}

/** Moved in whole, so that an interrupted run leaves nothing that looks finished. Another test may have been quicker. */
function moveIn(unpacked: string, root: string): void {
  try {
    renameSync(unpacked, root);
  } catch (error) {
    if (!existsSync(join(root, "usr/bin"))) throw error;
  }
}

function run(command: string, args: readonly string[], cwd: string): void {
  const { status, stderr, error } = spawnSync(command, args, { cwd, encoding: "utf8" });
  if (error) throw new Error(`${command} is needed to fetch a Debian package: ${error.message}. Use Debian or Ubuntu.`);
  if (status !== 0) {
    throw new Error(
      `${command} ${args.join(" ")} ended with code ${status}: ${stderr}\nRun apt-get update, and try again.`,
    );
  }
}
