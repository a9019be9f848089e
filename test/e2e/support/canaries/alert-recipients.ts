import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import type { AlertingFile } from "@jobscope/alerting";
import { waitFor } from "@jobscope/testkit";
import { stringify } from "yaml";

import type { HttpReceiver, ReceivedRequest } from "../../../../packages/alerting/test/notify/http-receiver.ts";
import { startReceiver } from "../../../../packages/alerting/test/notify/http-receiver.ts";
import type { MailReceiver } from "../../../../packages/alerting/test/notify/mail-receiver.ts";
import { startMailReceiver } from "../../../../packages/alerting/test/notify/mail-receiver.ts";
import { readMail } from "../../../../packages/alerting/test/notify/read-mail.ts";
import { CLASS_NAMES, SECRET_CLASSES } from "./secret-classes.ts";

/** Everything that a template can reach, and every attribute of a metric as a label: what careless people write. */
const CARELESS_RULES: AlertingFile["groups"] = [
  {
    name: "careless",
    interval: "1s",
    rules: [
      {
        name: "EverythingOfFailure",
        when: { failed: true },
        limit: 0,
        severity: "critical",
        labels: { said: "{{ $evidence.errorMessage }}" },
        summary: "{{ range $name, $value := $labels }}{{ $name }}={{ $value }} {{ end }}",
        description:
          "{{ range $name, $value := $traits }}{{ $name }}={{ $value }} {{ end }}{{ $evidence.errorType }} {{ $evidence.errorMessage }} {{ $evidence.finding }}",
      },
      {
        name: "EverythingOfMetric",
        when: { metric: "canary.planted", count: "1h", atLeast: 1, by: "all" },
        limit: 0,
        summary: "{{ range $name, $value := $labels }}{{ $name }}={{ $value }} {{ end }}",
      },
    ],
  },
];

const OFTEN = { burst: 1000, perMinute: 60_000 };

/** Whoever is told of alerts: a webhook, a Slack workspace, a mailbox, over real HTTP and SMTP. */
export class AlertRecipients implements AsyncDisposable {
  readonly #hook: HttpReceiver;
  readonly #slack: HttpReceiver;
  readonly #mail: MailReceiver;
  readonly #read: Awaited<ReturnType<typeof readMail>>[] = [];

  private constructor(hook: HttpReceiver, slack: HttpReceiver, mail: MailReceiver) {
    this.#hook = hook;
    this.#slack = slack;
    this.#mail = mail;
  }

  static async start(): Promise<AlertRecipients> {
    const hook = await startReceiver((response) => response.writeHead(204).end());
    const slack = await startReceiver((response) => response.writeHead(200).end("ok"));
    return new AlertRecipients(hook, slack, await startMailReceiver());
  }

  /** Arguments of the monitor that has them told; its alerting file lies in `folder`. */
  arguments(folder: string): readonly string[] {
    const path = join(folder, "alerting.yaml");
    writeFileSync(path, stringify(this.#file()));
    return ["--alerting-file", path];
  }

  get env(): Readonly<Record<string, string>> {
    return { CANARY_SLACK: `http://${this.#slack.place}/services/T0/B0/x` };
  }

  webhooks(): readonly Buffer[] {
    return this.#hook.requests.map(asBytes);
  }

  slackMessages(): readonly Buffer[] {
    return this.#slack.requests.map(asBytes);
  }

  /** As they came over the wire. */
  rawMails(): readonly Buffer[] {
    return this.#mail.mails.map(({ raw }) => Buffer.from(raw));
  }

  async mailHeaders(): Promise<readonly Buffer[]> {
    return (await this.#readMails()).map(({ headers }) => Buffer.from(headers));
  }

  async mailBodies(): Promise<readonly Buffer[]> {
    return (await this.#readMails()).map(({ bodies }) => Buffer.from(bodies));
  }

  /** Paths and queries of the links to acknowledge. */
  ackLinks(): readonly string[] {
    const links = this.#hook.requests.map(({ body }) => (JSON.parse(body) as { readonly ack_url?: string }).ack_url);
    return links.filter((link) => link !== undefined).map((link) => link.slice(PUBLIC_URL.length));
  }

  /** Until the webhook was told of each of these alerts, and everybody of each class of secrets. */
  async toldOf(firing: () => Promise<readonly { readonly id: string }[]>): Promise<void> {
    const labels = CLASS_NAMES.map((name) => SECRET_CLASSES[name].label);
    const shows = (written: readonly Buffer[]): boolean =>
      labels.every((label) => written.some((one) => one.includes(label)));
    const classes = async (): Promise<boolean> =>
      shows(this.webhooks()) && shows(this.slackMessages()) && shows(await this.mailBodies());
    await waitFor("alerts of every class in every channel", classes, 60_000);
    const allTold = async (): Promise<boolean> => {
      // Megabytes are searched each time.
      await sleep(300);
      const told = this.#hook.requests.map(({ body }) => body).join("\n");
      return (await firing()).every(({ id }) => told.includes(JSON.stringify(id)));
    };
    await waitFor("every alert at the webhook", allTold, 60_000);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.#hook, this.#slack, this.#mail].map((one) => one[Symbol.asyncDispose]()));
  }

  async #readMails(): Promise<readonly Awaited<ReturnType<typeof readMail>>[]> {
    for (const { raw } of this.#mail.mails.slice(this.#read.length)) this.#read.push(await readMail(raw));
    return this.#read;
  }

  #file(): AlertingFile {
    return {
      publicUrl: PUBLIC_URL,
      groups: CARELESS_RULES,
      channels: {
        console: { type: "console", rate: OFTEN },
        hook: { type: "webhook", url: `http://${this.#hook.place}/hook`, rate: OFTEN },
        slack: { type: "slack", url: "env:CANARY_SLACK", rate: OFTEN },
        mail: {
          type: "email",
          host: "127.0.0.1",
          port: this.#mail.port,
          security: "none",
          from: "jobscope@example.com",
          to: "ops@example.com",
          rate: OFTEN,
        },
      },
      receivers: { default: ["console", "hook", "slack", "mail"] },
      route: {
        receiver: "default",
        groupBy: ["service_namespace", "job_name"],
        groupWait: "500ms",
        groupInterval: "3s",
        // So that messages have a link to acknowledge; nobody waits for the level.
        escalation: "pages",
        routes: [{ match: { alertname: "EverythingOfMetric" }, groupBy: "all" }],
      },
      escalations: { pages: { levels: [{ after: "1h", receiver: "default" }], loops: 1 } },
      inhibit: [],
      allowPrivateTargets: [this.#hook.place, this.#slack.place],
    };
  }
}

const PUBLIC_URL = "http://monitor.example.com";

const asBytes = ({ url, headers, body }: ReceivedRequest): Buffer =>
  Buffer.from(`${url}\n${JSON.stringify(headers)}\n${body}`);
