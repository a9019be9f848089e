/** `node scripts/prometheus-fetch.ts`: unpacks Debian's Prometheus and Alertmanager into .cache/ for the tests and benches that compare with it. */
import { fetchPackage } from "./prometheus/binary.ts";

try {
  console.log(fetchPackage("prometheus"));
  console.log(fetchPackage("prometheus-alertmanager"));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
