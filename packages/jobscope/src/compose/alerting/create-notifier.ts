import { createSender } from "@jobscope/alerting";
import type { AlertingConfig, DeliveryReport } from "@jobscope/alerting";

import { resolveSecret } from "../../config/resolve-secret.ts";
import { Notifier } from "../../journey/http-thread/notifier.ts";

export interface NotifierPorts {
  /** Takes the lines of the console channel. */
  readonly writeLine: (line: string) => void;
  readonly warn: (line: string) => void;
  readonly report: (report: DeliveryReport) => void;
}

/** What sends notifications through the configured channels. */
export function createNotifier({ channels, allowPrivateTargets }: AlertingConfig, ports: NotifierPorts): Notifier {
  const sender = createSender({
    channels,
    allowPrivateTargets,
    resolveSecret: (ref) => resolveSecret(ref, process.env),
    warn: (text) => ports.warn(`alerting: ${text}`),
    writeLine: ports.writeLine,
    nowMs: Date.now,
  });
  return new Notifier({ sender, onReport: ports.report });
}
