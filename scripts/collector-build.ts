/** `pnpm collector:build`: builds the collector of otel-collector/manifest.yaml into .cache/ and prints its path. */
import { buildCollector } from "./collector/build.ts";

try {
  console.log(await buildCollector((line) => console.error(line)));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
