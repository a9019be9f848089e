import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface SelfSigned {
  readonly key: string;
  readonly cert: string;
  /** Path of the certificate, which is its own authority. */
  readonly caFile: string;
  remove(): void;
}

/** A certificate made for this run, for `localhost` and 127.0.0.1 unless said. */
export function selfSigned(names: string = "DNS:localhost,IP:127.0.0.1"): SelfSigned {
  const folder = mkdtempSync(join(tmpdir(), "jobscope-notify-"));
  const key = join(folder, "key.pem");
  const caFile = join(folder, "cert.pem");
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
  const subject = ["-subj", "/CN=jobscope test", "-addext", `subjectAltName=${names}`];
  execFileSync("openssl", ["req", "-x509", ...curve, "-keyout", key, "-out", caFile, ...subject], { stdio: "pipe" });
  return {
    key: readFileSync(key, "utf8"),
    cert: readFileSync(caFile, "utf8"),
    caFile,
    remove: () => rmSync(folder, { recursive: true }),
  };
}
