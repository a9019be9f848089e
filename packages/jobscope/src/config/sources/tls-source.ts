import { readFileSync } from "node:fs";
import { createSecureContext } from "node:tls";

import type { ConfigProblem } from "../config-error.ts";
import { messageOf } from "../error-text.ts";
import type { TlsConfig } from "../monitor-config.ts";
import type { SettingKey } from "../settings/setting-values.ts";
import { reasonNotRead } from "./reason-not-read.ts";

/** A certificate with its private key, in PEM. */
export interface TlsMaterial {
  readonly cert: Buffer;
  readonly key: Buffer;
}

/** Reads both files and sees that they belong together. Throws what says why not. */
export function readTls({ certFile, keyFile }: TlsConfig): TlsMaterial {
  const material = { cert: readFileSync(certFile), key: readFileSync(keyFile) };
  createSecureContext(material);
  return material;
}

/** What is wrong with the settings of TLS; the server reads the files again when it starts. */
export function tlsProblems(
  tls: TlsConfig | undefined,
  whereOf: (key: SettingKey) => string | undefined,
): readonly ConfigProblem[] {
  const [cert, key] = [whereOf("tls.cert"), whereOf("tls.key")];
  if (tls === undefined) {
    if (cert === undefined && key === undefined) return [];
    const [given, missing] =
      cert === undefined ? (["tls.key", "tls.cert"] as const) : (["tls.cert", "tls.key"] as const);
    const fix = `Set ${missing} too, or neither.`;
    return [{ key: given, where: cert ?? key ?? "configuration", why: "is of no use alone", fix }];
  }
  const unread = [
    ...unreadProblem({ key: "tls.cert", file: tls.certFile, where: cert }),
    ...unreadProblem({ key: "tls.key", file: tls.keyFile, where: key }),
  ];
  return unread.length > 0 ? unread : pairProblem(tls, cert ?? "configuration");
}

function unreadProblem({
  key,
  file,
  where = "configuration",
}: {
  readonly key: SettingKey;
  readonly file: string;
  readonly where: string | undefined;
}): readonly ConfigProblem[] {
  try {
    readFileSync(file);
    return [];
  } catch (error) {
    const fix = `${reasonNotRead(error)} Name a PEM file that this user may read.`;
    return [{ key, where, given: file, why: "cannot be read", fix }];
  }
}

function pairProblem(tls: TlsConfig, where: string): readonly ConfigProblem[] {
  try {
    readTls(tls);
    return [];
  } catch (error) {
    const reason = messageOf(error);
    const why = `and tls.key are no certificate and private key that belong together (${reason})`;
    const fix = "Name a certificate in PEM, with its chain, and its private key without a passphrase.";
    return [{ key: "tls.cert", where, given: tls.certFile, why, fix }];
  }
}
