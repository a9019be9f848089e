import { join } from "node:path";

import type { AccessEntry } from "@jobscope/query-api";

import type { MonitorConfig } from "../../config/monitor-config.ts";
import { accessLine } from "../access/access-line.ts";
import { AccessLog } from "../access/access-log.ts";
import { DailyFiles } from "../access/daily-files.ts";
import type { Part } from "../lifecycle/part.ts";

/** Folder of log files in the data directory. */
const LOGS = "logs";

export interface AccessLogPorts {
  /** Takes lines for the console. */
  readonly writeLine: (line: string) => void;
  readonly warn: (line: string) => void;
}

export interface AccessLogOutlet {
  /** Absent where nothing is to be noted. */
  readonly onAccess?: (entry: AccessEntry) => void;
  readonly parts: readonly Part[];
}

/** Where requests of the API are noted, as the configuration wants it. */
export function accessLogOutlet({ api, dataDir }: MonitorConfig, { writeLine, warn }: AccessLogPorts): AccessLogOutlet {
  const { output, days, maxBytes } = api.accessLog;
  switch (output) {
    case "off":
      return { parts: [] };
    case "console":
      return { onAccess: (entry) => writeLine(accessLine(entry)), parts: [] };
    case "files": {
      const files = new DailyFiles({ folder: join(dataDir, LOGS), name: "access", days, maxBytes });
      const log = new AccessLog({ files, nowMs: Date.now, warn });
      return { onAccess: (entry) => log.write(entry), parts: [partOf(log)] };
    }
  }
}

function partOf(log: AccessLog): Part {
  return {
    name: "access log",
    component: "access",
    start: () => {},
    stop: () => log.flush(),
    health: () => {
      const { leftOut, trouble } = log.stats;
      if (trouble === undefined && leftOut === 0) return [];
      const details = { access_log_lines_left_out: leftOut };
      return trouble === undefined
        ? [{ name: "access", status: "up", details }]
        : [{ name: "access", status: "degraded", reason: `the access log cannot be written: ${trouble}`, details }];
    },
  };
}
