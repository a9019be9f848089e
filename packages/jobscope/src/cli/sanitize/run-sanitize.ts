import { once } from "node:events";
import { createReadStream, fstatSync, statSync } from "node:fs";

import { createSanitizer } from "@jobscope/sanitizer";

import { readPolicy } from "../../config/sources/policy-source.ts";
import { FindingsTally } from "./findings-tally.ts";
import { Progress } from "./progress.ts";
import type { SanitizeFlags } from "./sanitize-command.ts";
import { sanitizeStream } from "./sanitize-stream.ts";

const STANDARD_INPUT = 0;

/** Reads, sanitizes and writes; resolves to the number of findings. */
export async function runSanitize(options: SanitizeFlags & { readonly file: string | undefined }): Promise<number> {
  const { file, check, json } = options;
  const policy = readPolicy({ key: "sanitizer.policy", where: "flag --policy", value: options.policy }, process.cwd());
  const sanitizer = createSanitizer(policy);
  const tally = new FindingsTally();
  const progress = new Progress({
    total: sizeOf(file),
    isTTY: process.stderr.isTTY,
    write: (text) => void process.stderr.write(text),
    nowMs: () => performance.now(),
  });
  const output = outputTo(process.stdout);
  const lines = await sanitizeStream({
    sanitizer,
    input: file === undefined ? process.stdin : createReadStream(file),
    write: check === true ? () => Promise.resolve() : output.write,
    onFinding: (finding, { line, column }) => {
      tally.add(finding);
      if (check === true && json !== true) void output.write(Buffer.from(`${line}:${column} ${finding.kind}\n`));
    },
    onProgress: (bytes) => progress.report(bytes),
  });
  progress.end();
  const summary = { policy: sanitizer.policyName, lines, findings: tally.total, by_kind: tally.rows() };
  const words = `sanitize: ${tally.total} findings in ${lines} lines (policy ${summary.policy})\n${tally.table()}`;
  process.stderr.write(json === true ? `${JSON.stringify(summary)}\n` : words);
  return tally.total;
}

/** Bytes to come, where that can be known: a pipe does not tell. */
function sizeOf(file: string | undefined): number | undefined {
  const stats = file === undefined ? fstatSync(STANDARD_INPUT) : statSync(file);
  return stats.isFile() ? stats.size : undefined;
}

/** Waits where the reader is slow, and stops quietly where it has had enough (`| head`). */
function outputTo(stream: NodeJS.WriteStream): { readonly write: (bytes: Uint8Array) => Promise<void> } {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
    throw error;
  });
  return {
    write: async (bytes) => {
      if (!stream.write(bytes)) await once(stream, "drain");
    },
  };
}
