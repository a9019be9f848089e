import type { HttpReceiver } from "../../../../packages/alerting/test/notify/http-receiver.ts";
import { startReceiver } from "../../../../packages/alerting/test/notify/http-receiver.ts";
import type { MailReceiver } from "../../../../packages/alerting/test/notify/mail-receiver.ts";
import { startMailReceiver } from "../../../../packages/alerting/test/notify/mail-receiver.ts";

/** What the monitor posts, as far as tests read it. */
export interface HookBody {
  readonly id: string;
  readonly reason: string;
  readonly status: string;
  readonly decided_at: string;
  readonly maybe_repeated: boolean;
  readonly escalation?: { readonly level: number; readonly loop: number };
  readonly groupKey: string;
  readonly alerts: readonly HookAlert[];
}

export interface HookAlert {
  readonly id: string;
  readonly status: "firing" | "resolved";
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly value: number;
  readonly evidence: { readonly count?: number; readonly finding?: string };
  readonly resolve_reason?: string;
}

/** One delivery: everything that came under one id. */
export interface Delivery {
  readonly id: string;
  readonly body: HookBody;
  readonly receivedMs: number;
}

/** Where a receiver lets something happen: when it was asked, and when it has answered. */
export interface Moments {
  asked(): void;
  answered(): void;
}

/** A webhook receiver that honours `webhook-id`: what comes again under a known id is answered and dropped. */
export class HookRecipient implements AsyncDisposable {
  moments: Moments | undefined;
  /** Takes what comes, and leaves who brought it waiting for an answer. */
  mute = false;
  readonly deliveries: Delivery[] = [];
  /** Ids that came again, each time, and whether the body said so. */
  readonly repeated: { readonly id: string; readonly marked: boolean; readonly same: boolean }[] = [];
  #receiver: HttpReceiver | undefined;

  static async start(): Promise<HookRecipient> {
    const recipient = new HookRecipient();
    recipient.#receiver = await startReceiver((response, request) => {
      recipient.#take(String(request.headers["webhook-id"]), request.body);
      recipient.moments?.asked();
      if (recipient.mute) return;
      response.writeHead(200).end(() => recipient.moments?.answered());
    });
    return recipient;
  }

  get place(): string {
    return this.#receiver?.place ?? "";
  }

  get url(): string {
    return `http://${this.place}/alerts`;
  }

  /** Alerts of a state that were told of, once for each delivery that did. */
  told(status: HookAlert["status"], job?: string): readonly HookAlert[] {
    return this.deliveries
      .flatMap(({ body }) => body.alerts)
      .filter((alert) => alert.status === status && (job === undefined || alert.labels["job_name"] === job));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#receiver?.[Symbol.asyncDispose]();
  }

  #take(id: string, text: string): void {
    const body = JSON.parse(text) as HookBody;
    const earlier = this.deliveries.find((delivery) => delivery.id === id);
    if (earlier === undefined) {
      this.deliveries.push({ id, body, receivedMs: Date.now() });
      return;
    }
    const same = JSON.stringify(contentOf(earlier.body)) === JSON.stringify(contentOf(body));
    this.repeated.push({ id, marked: body.maybe_repeated, same });
  }
}

/** Everything but the mark that says that it may be a repetition. */
function contentOf(body: HookBody): Omit<HookBody, "maybe_repeated"> {
  const { maybe_repeated: _mark, ...content } = body;
  return content;
}

export interface Mail {
  readonly messageId: string;
  readonly subject: string;
  readonly text: string;
}

/** A mail server that keeps one mail of each Message-ID, as mail programs do. */
export class MailRecipient implements AsyncDisposable {
  moments: Moments | undefined;
  #receiver: MailReceiver | undefined;

  static async start(): Promise<MailRecipient> {
    const recipient = new MailRecipient();
    recipient.#receiver = await startMailReceiver({
      content: () => {
        recipient.moments?.asked();
        setImmediate(() => recipient.moments?.answered());
        return undefined;
      },
    });
    return recipient;
  }

  get url(): string {
    return `smtp://127.0.0.1:${this.#receiver?.port ?? 0}`;
  }

  /** As they came, repetitions included. */
  get all(): readonly Mail[] {
    return (this.#receiver?.mails ?? []).map(({ raw }) => ({
      messageId: headerOf(raw, "message-id"),
      subject: headerOf(raw, "subject"),
      text: raw,
    }));
  }

  get mails(): readonly Mail[] {
    return [...new Map(this.all.map((mail) => [mail.messageId, mail])).values()];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#receiver?.[Symbol.asyncDispose]();
  }
}

function headerOf(raw: string, name: string): string {
  const [head = ""] = raw.split(/\r?\n\r?\n/, 1);
  const match = new RegExp(`^${name}:\\s*(.*(?:\\r?\\n[ \\t].*)*)`, "im").exec(head);
  return match?.[1]?.replaceAll(/\r?\n[ \t]/g, " ") ?? "";
}
