import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { build } from "tsdown";

const INSTRUMENTATION = join(import.meta.dirname, "../../packages/instrumentation");

export interface BuiltService {
  /** Arguments of `node` that run it. */
  readonly nodeArguments: readonly string[];
  remove(): void;
}

/**
 * The service of the footprint bench as a user's would run: JavaScript, the instrumentation bundled as it is published,
 * OpenTelemetry's packages as installed. Run from its sources it would measure the engine's own TypeScript loader.
 */
export async function buildService(): Promise<BuiltService> {
  const outDir = mkdtempSync(join(tmpdir(), "jobscope-footprint-"));
  await build({
    config: false,
    cwd: INSTRUMENTATION,
    entry: { service: join(import.meta.dirname, "footprint-service.ts") },
    outDir,
    clean: false,
    format: ["esm"],
    platform: "node",
    target: "node22.15",
    dts: false,
    logLevel: "error",
    deps: { neverBundle: [/^@opentelemetry\//u], alwaysBundle: [/^@jobscope\//u] },
  });
  return {
    nodeArguments: ["--import", resolver(pathToFileURL(outDir).href), join(outDir, "service.mjs")],
    remove: () => rmSync(outDir, { recursive: true, force: true }),
  };
}

/** A module that makes what lies outside the workspace find the packages of the instrumentation. */
function resolver(outside: string): string {
  const inside = pathToFileURL(join(INSTRUMENTATION, "package.json")).href;
  const code = `import { registerHooks } from "node:module";
    registerHooks({ resolve: (specifier, context, next) =>
      next(specifier, specifier.startsWith("@") && context.parentURL?.startsWith(${JSON.stringify(outside)})
        ? { ...context, parentURL: ${JSON.stringify(inside)} } : context) });`;
  return `data:text/javascript,${encodeURIComponent(code)}`;
}
