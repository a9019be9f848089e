import type { Random } from "../corpus/random.ts";
import { ALNUM, DIGITS, HEX, UPPER } from "../corpus/random.ts";

const HOSTS = [
  "web-01",
  "db-0",
  "node-4",
  "cache-2.internal",
  "worker-7f9c",
  "ip-gateway",
  "build-agent-12",
  "edge.example.com",
  "api.example.org",
];
const PODS = ["billing", "orders", "mailer", "checkout", "search", "importer", "gateway"];
const CLASSES = [
  "com.acme.billing.InvoiceService",
  "org.springframework.web.servlet.DispatcherServlet",
  "io.netty.channel.nio.NioEventLoop",
  "org.apache.kafka.clients.NetworkClient",
  "com.zaxxer.hikari.pool.HikariPool",
  "org.hibernate.SQL",
  "reactor.core.publisher.Mono",
  "java.util.concurrent.ThreadPoolExecutor",
];
const METHODS = [
  "run",
  "execute",
  "handle",
  "process",
  "invoke",
  "apply",
  "lambda$main$0",
  "doFilter",
  "readRow",
  "<init>",
  "call",
];
const PACKAGES = [
  "lodash",
  "@types/node",
  "react-dom",
  "@babel/core",
  "left-pad",
  "esbuild",
  "@opentelemetry/api",
  "fastify",
  "typescript",
  "vite",
  "pg",
  "ioredis",
];
const PATHS = [
  "/app/src/main.ts",
  "/usr/lib/python3.12/asyncio/base_events.py",
  "/var/log/nginx/access.log",
  "/home/app/.cache/pip/wheels",
  "C:\\Program Files\\Acme\\bin\\run.exe",
  "/srv/data/2026/11/24/part-00017.parquet",
  "./dist/assets/index-3f2a9b8c.js",
  "/etc/systemd/system/billing.service",
  "src/components/TokenList.tsx",
  "/proc/4121/status",
  "/run/secrets",
  "/opt/app/lib/password-policy.jar",
  "node_modules/express/lib/router/layer.js",
];
const ROUTES = [
  "/api/v1/orders",
  "/health",
  "/metrics",
  "/api/v2/users/42/profile",
  "/static/js/main.3f2a9b8c.js",
  "/login",
  "/password/forgot",
  "/api/tokens",
  "/search?q=iron&page=2",
  "/",
  "/robots.txt",
  "/graphql",
  "/api/items?limit=50&offset=100&sort=-created",
  "/.well-known/jwks.json",
];
const AGENTS = [
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
  "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
  "curl/8.9.1",
  "kube-probe/1.31",
  "Prometheus/2.54.1",
  "Go-http-client/2.0",
  "python-requests/2.32.3",
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0",
  "ELB-HealthChecker/2.0",
  "axios/1.7.7",
  "okhttp/4.12.0",
];
const MIMES = [
  "application/json",
  "text/html; charset=utf-8",
  "image/png",
  "application/vnd.api+json",
  "multipart/form-data; boundary=----WebKitFormBoundary7MA4",
  "application/x-www-form-urlencoded",
  "font/woff2",
];
const WORDS = [
  "order",
  "invoice",
  "customer",
  "shipment",
  "session",
  "token",
  "password",
  "key",
  "secret",
  "author",
  "cart",
  "report",
  "batch",
  "worker",
  "queue",
  "partition",
  "snapshot",
  "index",
  "cursor",
  "bucket",
];
const STATES = [
  "PENDING",
  "RUNNING",
  "COMPLETED",
  "FAILED",
  "SKIPPED",
  "CANCELLED",
  "READY",
  "Terminating",
  "CrashLoopBackOff",
  "ACTIVE",
  "EXPIRED",
];
const LEVELS = ["INFO", "WARN", "DEBUG", "ERROR", "TRACE", "info", "warn", "debug", "error"];
const VERBS = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"];
const STATUSES = [
  "200",
  "201",
  "204",
  "301",
  "304",
  "400",
  "401",
  "403",
  "404",
  "409",
  "422",
  "429",
  "500",
  "502",
  "503",
];
const TABLES = [
  "orders",
  "users",
  "invoices",
  "job_runs",
  "sessions",
  "api_keys",
  "audit_log",
  "schema_migrations",
  "password_resets",
];
const UNITS = ["ms", "s", "µs", "MB", "KiB", "GB", "bytes", "rows", "%"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const LANGUAGES = ["de-DE", "en_GB.UTF-8", "fr", "ja_JP", "pt-BR", "zh-Hans-CN"];

const two = (n: number): string => String(n).padStart(2, "0");

function clock(r: Random): {
  y: string;
  mo: string;
  d: string;
  h: string;
  mi: string;
  s: string;
  ms: string;
  month: string;
} {
  const month = r.int(12);
  return {
    y: String(2019 + r.int(9)),
    mo: two(month + 1),
    d: two(1 + r.int(28)),
    h: two(r.int(24)),
    mi: two(r.int(60)),
    s: two(r.int(60)),
    ms: String(r.int(1000)).padStart(3, "0"),
    month: MONTHS[month] ?? "Jan",
  };
}

const epoch = (r: Random): number => 1_500_000_000 + r.int(400_000_000);

type Fill = (r: Random, argument: string) => string;

const TIMES: Readonly<Record<string, Fill>> = {
  iso: (r) => {
    const c = clock(r);
    return `${c.y}-${c.mo}-${c.d}T${c.h}:${c.mi}:${c.s}.${c.ms}Z`;
  },
  isooff: (r) => {
    const c = clock(r);
    return `${c.y}-${c.mo}-${c.d}T${c.h}:${c.mi}:${c.s}+0${String(r.int(9))}:00`;
  },
  isons: (r) => {
    const c = clock(r);
    return `${c.y}-${c.mo}-${c.d}T${c.h}:${c.mi}:${c.s}.${r.chars(DIGITS, 9)}Z`;
  },
  sp: (r) => {
    const c = clock(r);
    return `${c.y}-${c.mo}-${c.d} ${c.h}:${c.mi}:${c.s},${c.ms}`;
  },
  spdot: (r) => {
    const c = clock(r);
    return `${c.y}-${c.mo}-${c.d} ${c.h}:${c.mi}:${c.s}.${c.ms}`;
  },
  date: (r) => {
    const c = clock(r);
    return `${c.y}-${c.mo}-${c.d}`;
  },
  sys: (r) => {
    const c = clock(r);
    return `${c.month} ${c.d} ${c.h}:${c.mi}:${c.s}`;
  },
  apache: (r) => {
    const c = clock(r);
    return `${c.d}/${c.month}/${c.y}:${c.h}:${c.mi}:${c.s} +0000`;
  },
  rfc: (r) => {
    const c = clock(r);
    return `${r.pick(DAYS)}, ${c.d} ${c.month} ${c.y} ${c.h}:${c.mi}:${c.s} GMT`;
  },
  ctime: (r) => {
    const c = clock(r);
    return `${r.pick(DAYS)} ${c.month} ${c.d} ${c.h}:${c.mi}:${c.s} ${c.y}`;
  },
  slash: (r) => {
    const c = clock(r);
    return `${c.y}/${c.mo}/${c.d} ${c.h}:${c.mi}:${c.s}`;
  },
  german: (r) => {
    const c = clock(r);
    return `${c.d}.${c.mo}.${c.y} ${c.h}:${c.mi}`;
  },
  american: (r) => {
    const c = clock(r);
    return `${c.mo}/${c.d}/${c.y} ${c.h}:${c.mi}:${c.s} ${r.pick(["AM", "PM"])}`;
  },
  compact: (r) => {
    const c = clock(r);
    return `${c.y}${c.mo}${c.d}${r.pick(["", "-", "T", "_"])}${c.h}${c.mi}${c.s}`;
  },
  klog: (r) => {
    const c = clock(r);
    return `${c.mo}${c.d} ${c.h}:${c.mi}:${c.s}.${r.chars(DIGITS, 6)}`;
  },
  time: (r) => {
    const c = clock(r);
    return `${c.h}:${c.mi}:${c.s}.${c.ms}`;
  },
  epoch: (r) => String(epoch(r)),
  ms: (r) => String(epoch(r)) + r.chars(DIGITS, 3),
  us: (r) => String(epoch(r)) + r.chars(DIGITS, 6),
  ns: (r) => String(epoch(r)) + r.chars(DIGITS, 9),
  fepoch: (r) => `${String(epoch(r))}.${r.chars(DIGITS, 3 + r.int(4))}`,
};

const THINGS: Readonly<Record<string, Fill>> = {
  uuid: (r) => [8, 4, 4, 4, 12].map((n) => r.chars(HEX, n)).join("-"),
  hex: (r, n) => r.chars(HEX, Number(n)),
  HEX: (r, n) => r.chars(HEX.toUpperCase(), Number(n)),
  b62: (r, n) => r.chars(ALNUM, Number(n)),
  up: (r, n) => r.chars(UPPER + DIGITS, Number(n)),
  num: (r, n) => r.chars("123456789", 1) + r.chars(DIGITS, Number(n) - 1),
  int: (r, n) => String(r.int(Number(n))),
  f: (r) => `${String(r.int(1000))}.${r.chars(DIGITS, 1 + r.int(9))}`,
  small: (r) => `0.${r.chars(DIGITS, 1 + r.int(16))}`,
  grouped: (r) => (10_000 + r.int(90_000_000)).toLocaleString("en-US"),
  semver: (r) =>
    `${String(r.int(20))}.${String(r.int(40))}.${String(r.int(60))}${r.pick(["", "", "", "-rc.1", "-beta.3+build.5", "-SNAPSHOT"])}`,
  v4: (r) => `${String(1 + r.int(20))}.${String(r.int(10))}.${String(r.int(30_000))}.${String(r.int(9000))}`,
  path: (r) => r.pick(PATHS),
  host: (r) => r.pick(HOSTS),
  pod: (r) => `${r.pick(PODS)}-${r.chars(HEX, 9)}-${r.chars("bcdfghjklmnpqrstvwxz2456789", 5)}`,
  cls: (r) => r.pick(CLASSES),
  fn: (r) => r.pick(METHODS),
  pkg: (r) => r.pick(PACKAGES),
  route: (r) => r.pick(ROUTES),
  ua: (r) => r.pick(AGENTS),
  mime: (r) => r.pick(MIMES),
  w: (r) => r.pick(WORDS),
  state: (r) => r.pick(STATES),
  level: (r) => r.pick(LEVELS),
  verb: (r) => r.pick(VERBS),
  status: (r) => r.pick(STATUSES),
  table: (r) => r.pick(TABLES),
  unit: (r) => r.pick(UNITS),
  lang: (r) => r.pick(LANGUAGES),
  dur: (r) => `${String(r.int(5000))}.${r.chars(DIGITS, r.int(3) + 1)}${r.pick(["ms", "s", "µs"])}`,
  mac: (r) => Array.from({ length: 6 }, () => r.chars(HEX, 2)).join(":"),
  b64: (r, n) => r.chars(`${ALNUM}+/`, Number(n)),
  pick: (r, list) => r.pick(list.split("|")),
};

/** Puts drawn values in the places `{name}` and `{name:argument}` of a template; braces of other kinds stay. */
export function fill(template: string, r: Random): string {
  return template.replaceAll(
    /\{([a-zA-Z0-9]+)(?::([^{}]*))?\}/gu,
    (whole, name: string, argument: string | undefined) => {
      const make = TIMES[name] ?? THINGS[name];
      return make === undefined ? whole : make(r, argument ?? "");
    },
  );
}
