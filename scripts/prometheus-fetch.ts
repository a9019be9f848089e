/** `node scripts/prometheus-fetch.ts`: unpacks Debian's Prometheus into .cache/ for the tests and benches that compare with it. */
import { fetchPackage } from "./prometheus/binary.ts";

try {
  console.log(fetchPackage("prometheus"));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
