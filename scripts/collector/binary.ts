import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");

/** Version of the OpenTelemetry Collector Builder; that of every v0.x module in the manifest. */
export const BUILDER_VERSION = "v0.161.0";
export const COLLECTOR_CONFIG: string = join(ROOT, "otel-collector/config.yaml");
export const COLLECTOR_MANIFEST: string = join(ROOT, "otel-collector/manifest.yaml");

/**
 * Where the collector of this manifest stands once it is built. The folder is named for what decides its content, so
 * that a changed manifest never runs an old binary.
 */
export function collectorBinaryPath(): string {
  const hash = createHash("sha256")
    .update(readFileSync(COLLECTOR_MANIFEST))
    .update(`${BUILDER_VERSION} ${process.platform} ${process.arch}`)
    .digest("hex")
    .slice(0, 16);
  return join(ROOT, ".cache/otel-collector", hash, "otelcol-jobscope");
}

export function isCollectorBuilt(): boolean {
  return existsSync(collectorBinaryPath());
}
