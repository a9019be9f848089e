import { basename, relative, sep } from "node:path";

/** Where in the user's code a job was registered. */
export interface Site {
  /** Tells places apart: file, line and column. */
  readonly key: string;
  /** A name for a job without one: stable across restarts and checkouts, because it is relative to the working directory. */
  readonly label: string;
}

const UNKNOWN: Site = { key: "", label: "unknown" };
const FRAME = /\(?((?:file:\/\/)?[^()\s][^()]*?):(\d+):(\d+)\)?$/;
const LIBRARY =
  /[\\/]node_modules[\\/](?:\.pnpm[\\/])?(?:@(?:jobscope|opentelemetry)[\\/+]|@nestjs[\\/+]schedule|(?:node-cron|cron|croner|node-schedule)(?=[\\/@]))/;
const OWN_SOURCE = /[\\/]instrumentation[\\/]src[\\/](?!.*\.test\.)/;
const MAX_FRAMES = 30;

/** The first frame above `below` that belongs neither to this package nor to a scheduler library nor to Node. */
export function callSite(below: (...args: never[]) => unknown): Site {
  const limit = Error.stackTraceLimit;
  const holder: { stack?: string } = {};
  try {
    Error.stackTraceLimit = MAX_FRAMES;
    Error.captureStackTrace(holder, below);
  } finally {
    Error.stackTraceLimit = limit;
  }
  return typeof holder.stack === "string" ? parse(holder.stack) : UNKNOWN;
}

function parse(stack: string): Site {
  const frames = stack.split("\n").map((line) =>
    FRAME.exec(
      line
        .trim()
        .replace(/^at /, "")
        .replace(/^.* \(/, "("),
    ),
  );
  const known = frames.filter((frame) => frame !== null && frame[1]?.startsWith("node:") !== true);
  const frame = known.find((candidate) => isUserCode(candidate?.[1] ?? "")) ?? known[0];
  if (frame === null || frame === undefined) return UNKNOWN;
  const [, file = "", line = "", column = ""] = frame;
  return { key: `${file}:${line}:${column}`, label: `${labelOf(file)}:${line}` };
}

const isUserCode = (file: string): boolean => !LIBRARY.test(file) && !OWN_SOURCE.test(file);

function labelOf(file: string): string {
  const path = decodeURIComponent(file.replace(/^file:\/\//, ""));
  const inside = relative(process.cwd(), path);
  return inside.startsWith("..") || inside === "" ? basename(path) : inside.split(sep).join("/");
}
