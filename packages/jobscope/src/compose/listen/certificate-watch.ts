import { hash } from "node:crypto";
import type { SecureContextOptions } from "node:tls";

import { messageOf } from "../../config/error-text.ts";
import type { TlsConfig } from "../../config/monitor-config.ts";
import { readTls } from "../../config/sources/tls-source.ts";

/** How often it is looked whether the files have changed, milliseconds. */
const LOOK_EVERY_MS = 10_000;

export interface CertificateWatchOptions {
  readonly tls: TlsConfig;
  /** Takes the new certificate for connections from now on. */
  readonly use: (material: SecureContextOptions) => void;
  readonly warn: (line: string) => void;
}

/** Has a renewed certificate used without a restart. One that cannot be used is told once, and the old one stays. */
export class CertificateWatch {
  readonly #options: CertificateWatchOptions;
  #seen: string;
  #told = "";
  #timer: NodeJS.Timeout | undefined;

  /** Throws where the files cannot be used. */
  constructor(options: CertificateWatchOptions) {
    this.#options = options;
    const material = readTls(options.tls);
    options.use(material);
    this.#seen = fingerprintOf(material);
    this.#timer = setInterval(() => this.look(), LOOK_EVERY_MS).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  look(): void {
    const { tls, use, warn } = this.#options;
    try {
      const material = readTls(tls);
      const fingerprint = fingerprintOf(material);
      if (fingerprint === this.#seen) return;
      use(material);
      this.#seen = fingerprint;
      this.#told = "";
      warn("tls: the certificate has changed and is used from now on");
    } catch (error) {
      // Half of a renewal is seen now and then; the next look sees the whole.
      const reason = messageOf(error);
      if (reason !== this.#told) warn(`tls: the files have changed and cannot be used, the old ones stay: ${reason}`);
      this.#told = reason;
    }
  }
}

const fingerprintOf = ({ cert, key }: ReturnType<typeof readTls>): string => hash("sha256", Buffer.concat([cert, key]));
