import { readFileSync } from "node:fs";

/** Texts in PEM, as Node.js takes them. */
export interface TlsSettings {
  /** Certificates of the authorities that a receiver may have its own from; default those of Node.js. */
  readonly ca?: string;
  /** The client's private key and certificate, for a receiver that asks for one (mTLS). */
  readonly key?: string;
  readonly cert?: string;
}

const VARIABLES = { ca: "CERTIFICATE", key: "CLIENT_KEY", cert: "CLIENT_CERTIFICATE" } as const;

/**
 * Reads the files that OTEL_EXPORTER_OTLP_CERTIFICATE, _CLIENT_KEY and _CLIENT_CERTIFICATE name; undefined where none is
 * named. `of` knows which variable wins. A file that cannot be read is a problem, and is done without.
 */
export function readTls(of: (key: string) => string | undefined, problems: string[]): TlsSettings | undefined {
  const read = (option: keyof TlsSettings): TlsSettings => {
    const path = of(VARIABLES[option]);
    if (path === undefined) return {};
    try {
      return { [option]: readFileSync(path, "utf8") };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      problems.push(`the file of OTEL_EXPORTER_OTLP_${VARIABLES[option]} is done without: ${reason}`);
      return {};
    }
  };
  const tls = { ...read("ca"), ...read("key"), ...read("cert") };
  return Object.keys(tls).length === 0 ? undefined : tls;
}
