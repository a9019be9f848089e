import type { RequestListener } from "node:http";

import { messageOf } from "../../config/error-text.ts";
import type { MonitorConfig } from "../../config/monitor-config.ts";
import { isLoopback } from "../../config/settings/address.ts";
import type { Address } from "../../config/settings/address.ts";
import type { MonitorComponent } from "../health/monitor-component.ts";
import type { Part } from "../lifecycle/part.ts";
import { HttpListener } from "../listen/http-listener.ts";
import { DRAIN_MS } from "../parts/limits.ts";
import { otlpPlace } from "../parts/otlp.ts";

const PRIVATE: Address = { host: "127.0.0.1", port: 0 };

/** How an application says where others send, for errors. */
const OPTION = { flag: "otlp: { addr }", assign: (address: string): string => `otlp: { addr: "${address}" }` } as const;

export interface OwnOtlpOptions {
  readonly config: MonitorConfig;
  readonly handler: RequestListener;
  readonly warn: (line: string) => void;
  /** Whether other processes may send. */
  readonly isPublic: boolean;
}

/**
 * Takes OTLP on the configured address, and on a free port of the loopback address for this very process where that one is
 * taken, not wanted, or open to others, who must show a token.
 */
export class OwnOtlpPart implements Part {
  readonly name = "OTLP receiver";
  readonly component = "otlp";
  readonly #options: OwnOtlpOptions;
  #listeners: readonly HttpListener[] = [];
  #trouble: string | undefined;
  #address: string | undefined;
  #ownAddress: string | undefined;

  constructor(options: OwnOtlpOptions) {
    this.#options = options;
  }

  /** Base URL for other processes; undefined where it does not listen for them. */
  get address(): string | undefined {
    return this.#address;
  }

  /** Base URL for this process. */
  get ownAddress(): string | undefined {
    return this.#ownAddress;
  }

  async start(): Promise<void> {
    const { config, isPublic } = this.#options;
    if (isPublic) await this.#listenForOthers();
    // Its certificate is one that others trust.
    const isOwnToo = this.#address !== undefined && isLoopback(config.otlp.host) && config.tls === undefined;
    this.#ownAddress = isOwnToo ? this.#address : await this.#listen(PRIVATE);
  }

  async stop(): Promise<void> {
    await Promise.all(this.#listeners.map((listener) => listener.stop(DRAIN_MS)));
  }

  health(): readonly MonitorComponent[] {
    const details = {
      ...(this.#address !== undefined && { address: this.#address }),
      ...(this.#ownAddress !== this.#address && this.#ownAddress !== undefined && { own_address: this.#ownAddress }),
    };
    if (this.#listeners.some(({ listening }) => !listening) || this.#ownAddress === undefined) {
      return [{ name: "otlp", status: "down", reason: "it does not listen", details }];
    }
    return this.#trouble === undefined
      ? [{ name: "otlp", status: "up", details }]
      : [{ name: "otlp", status: "degraded", reason: this.#trouble, details }];
  }

  async #listenForOthers(): Promise<void> {
    try {
      this.#address = await this.#listen(this.#options.config.otlp);
    } catch (error) {
      const reason = messageOf(error);
      this.#trouble = `${reason}, or give otlp: false where no other process sends; until then only this process's own telemetry arrives`;
    }
  }

  async #listen(at: Address): Promise<string> {
    const { config, handler, warn } = this.#options;
    const { tls, ...place } = otlpPlace(config);
    const listen = { ...at, allowedHosts: config.otlp.allowedHosts };
    const secured = tls === undefined || at === PRIVATE ? {} : { tls };
    const listener = new HttpListener({ ...place, ...OPTION, ...secured, listen, handler, warn, background: true });
    const address = await listener.start();
    this.#listeners = [...this.#listeners, listener];
    return address;
  }
}
