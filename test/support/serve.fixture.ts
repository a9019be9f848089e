/** A monitor in a process of its own: configuration in, addresses out on the first line, SIGTERM stops it in order. */
import { createMonitor, type MonitorConfig } from "jobscope";

const config = JSON.parse(process.argv[2] ?? "") as MonitorConfig;
const monitor = await createMonitor(config);
process.once("SIGTERM", () => void monitor.stop());
process.stdout.write(`${JSON.stringify({ otlp: monitor.otlpAddress, api: monitor.apiAddress })}\n`);
await monitor.closed;
