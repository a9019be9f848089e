/**
 * Records on which sanitizers are compared: small (11 leaves), medium (about 60 leaves, nested), big (a stack trace of 64 KB);
 * each as ordinary telemetry and with a few secrets in it. All values are invented.
 */
export interface Workload {
  readonly name: string;
  readonly record: Readonly<Record<string, unknown>>;
}

const small = {
  level: 30,
  time: 1_764_067_204_512,
  pid: 48_213,
  hostname: "worker-7f9c4d6b8-x2x9k",
  msg: "job invoice.generate finished after 1834 ms, 211 rows written",
  job: { name: "invoice.generate", run: "0192f0c1-7c3a-7d2e-9b1f-3a5c7e9b2d4f", attempt: 1 },
  queue: "billing-nightly",
  result: "success",
  region: "eu-central-1",
};

const smallWithSecrets = {
  ...small,
  msg: "job invoice.generate sent invoice 8813 to jane.doe@example.com from 203.0.113.42",
  queue: "amqp://billing:s3cr3t-Pa55@queue.internal:5672/nightly",
  authorization: ["Bearer eyJhbGciOiJIUzI1NiJ9", "eyJzdWIiOiI0MiJ9", "c2lnbmF0dXJlLW9mLXRlbg"].join("."),
};

const request = {
  method: "POST",
  path: "/api/v2/invoices/8813/send",
  route: "/api/v2/invoices/:id/send",
  protocol: "HTTP/1.1",
  status: 202,
  durationMs: 184.2,
  bytes: { in: 1_284, out: 512 },
  headers: {
    host: "billing.internal:8080",
    accept: "application/json, text/plain;q=0.9",
    "content-type": "application/json; charset=utf-8",
    "user-agent": "axios/1.12.2 (node 24.11.1; linux x64)",
    "x-request-id": "6c0d2a8e-58b7-4f0b-a2c4-91e7f0a3b5d6",
    traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    "if-none-match": 'W/"5f2-18c9a7e2b40"',
  },
};

const medium = {
  ...small,
  request,
  resource: {
    "service.name": "billing-worker",
    "service.version": "4.12.0-rc.3+build.5512",
    "service.namespace": "shop",
    "deployment.environment.name": "production",
    "host.arch": "amd64",
    "os.type": "linux",
    "process.runtime.version": "24.11.1",
    "k8s.pod.name": "billing-worker-7f9c4d6b8-x2x9k",
    "container.image.name": "registry.internal/shop/billing-worker:4.12.0-rc.3",
  },
  steps: [
    { name: "load customers", ms: 121, rows: 211, status: "ok" },
    { name: "render documents", ms: 1_312, rows: 211, status: "ok", template: "invoice-v7.hbs" },
    { name: "store documents", ms: 288, rows: 211, status: "ok", bucket: "invoices-prod/2026/11" },
    { name: "notify", ms: 97, rows: 208, status: "partial", note: "3 customers have no address on file" },
  ],
  database: {
    system: "postgresql",
    statement: "SELECT id, total FROM invoices WHERE customer_id = $1 AND created_at >= $2 ORDER BY id LIMIT 500",
    pool: { size: 10, idle: 4, waiting: 0 },
    lastVacuum: "2026-11-24T02:00:11.482Z",
  },
  checksum: "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  notes: ["retry budget 3 of 5 left", "cache hit ratio 0.973", "max_tokens=4096 temperature=0.2", "next run in 3600 s"],
};

const mediumWithSecrets = {
  ...medium,
  request: {
    ...request,
    path: "/api/v2/invoices/8813/send?access_token=q7Zk3PvX9bLm2RtY&lang=de",
    headers: {
      ...request.headers,
      authorization: `Basic ${Buffer.from("billing:s3cr3t-Pa55").toString("base64")}`,
      cookie: "sid=1f0c9a7e2b4d; theme=dark",
      "x-forwarded-for": "203.0.113.42, 2001:db8:85a3::8a2e:370:7334",
    },
  },
  customer: { id: 42, email: "jane.doe@example.com", phone: "+49 30 901820", card: "4111 1111 1111 1111" },
  notes: [...medium.notes, "IBAN DE89 3704 0044 0532 0130 00 on file", "password=hunter2-Xyz rejected"],
};

const FRAMES = [
  "    at InvoiceRenderer.render (/srv/app/node_modules/@shop/documents/dist/render/invoice.js:118:23)",
  "    at async Promise.all (index 3)",
  "    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)",
  "    at async PgPool.query (/srv/app/node_modules/pg-pool/index.js:45:11)",
  "    at async runStep (file:///srv/app/dist/jobs/steps.js:77:9)",
  "    at JobRunner.<anonymous> (/srv/app/dist/jobs/runner.js:203:17)",
  "Caused by: TypeError: Cannot read properties of undefined (reading 'total') [attempt 2 of 5]",
];

function stack(bytes: number, plant: (frame: number) => string): string {
  const lines = ["Error: rendering of invoice 8813 failed: template invoice-v7.hbs, line 42"];
  for (let length = 0, i = 0; length < bytes; i++) {
    const line = `${FRAMES[i % FRAMES.length]}${plant(i)}`;
    lines.push(line);
    length += line.length + 1;
  }
  return lines.join("\n").slice(0, bytes);
}

const BIG_BYTES = 65_536;
const bigFrom = (plant: (frame: number) => string): Workload["record"] => ({
  level: 50,
  msg: "job invoice.generate failed",
  stack: stack(BIG_BYTES, plant),
});

/**
 * The same record with other words in it, so that nothing remembers its texts; the same for the same number. Only letters
 * change, and no text becomes longer.
 */
export function variantOf(record: Workload["record"], number: number): Workload["record"] {
  const change = (value: unknown): unknown => {
    if (typeof value === "string") return value.replace(/[a-z]{2}/u, lettersOf(number));
    if (Array.isArray(value)) return value.map(change);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, change(item)]));
  };
  return change(record) as Workload["record"];
}

const lettersOf = (number: number): string =>
  String.fromCharCode(97 + (number % 26), 97 + (Math.floor(number / 26) % 26));

export const WORKLOADS: readonly Workload[] = [
  { name: "small clean", record: small },
  { name: "small with secrets", record: smallWithSecrets },
  { name: "medium clean", record: medium },
  { name: "medium with secrets", record: mediumWithSecrets },
  { name: "64 KB clean", record: bigFrom(() => "") },
  {
    name: "64 KB with secrets",
    record: bigFrom((i) =>
      i % 50 === 7 ? " for jane.doe@example.com (password=hunter2-Xyz, card 4111111111111111)" : "",
    ),
  },
];
