/** `node scripts/prometheus-fetch.ts`: unpacks Debian's Prometheus and Alertmanager into .cache/ for the tests and benches that compare with it. */
import { fetchPackage } from "./prometheus/binary.ts";

try {
  for (const name of ["prometheus", "prometheus-alertmanager"] as const) console.log(fetchPackage(name));
  console.log(fetchPackage("prometheus-alertmanager"));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
