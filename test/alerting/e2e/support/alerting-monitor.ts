import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { AlertingFile } from "@jobscope/alerting";
import { stringify } from "yaml";

import { MonitorProcess } from "../../../e2e/support/monitor-process.ts";
import type { HookRecipient, MailRecipient } from "./recipients.ts";

const SIGNING_SECRET = `whsec_${Buffer.from("twenty-four bytes or more of a secret").toString("base64")}`;

export interface Watched {
  readonly file: AlertingFile;
  readonly hook: HookRecipient;
  readonly mail?: MailRecipient;
}

/** `jobscope serve` with an alerting file, told of a webhook and of a mail server; with the file gone once it is. */
export class AlertingMonitor implements AsyncDisposable {
  readonly process: MonitorProcess;
  readonly #folder: string;

  private constructor(process: MonitorProcess, folder: string) {
    this.process = process;
    this.#folder = folder;
  }

  static async start({ file, hook, mail }: Watched): Promise<AlertingMonitor> {
    const folder = mkdtempSync(join(tmpdir(), "jobscope-alerting-"));
    const path = join(folder, "alerting.yaml");
    writeFileSync(path, stringify(file));
    const settings = {
      "--alerting-file": path,
      "--alerting-webhook-url": hook.url,
      "--alerting-allow-private-targets": hook.place,
      ...(mail && {
        "--alerting-email-server": mail.url,
        "--alerting-email-from": "Jobscope <jobscope@example.com>",
        "--alerting-email-to": "ops@example.com",
      }),
    };
    const process = await MonitorProcess.start({
      args: Object.entries(settings).flat(),
      env: { JOBSCOPE_ALERTING_WEBHOOK_SECRET: SIGNING_SECRET },
    });
    return new AlertingMonitor(process, folder);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.process[Symbol.asyncDispose]();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
