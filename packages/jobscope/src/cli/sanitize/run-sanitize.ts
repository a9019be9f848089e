import { createSanitizer } from "@jobscope/sanitizer";
import type { Finding, Sanitizer } from "@jobscope/sanitizer";

import { envNameOf } from "../../config/settings/settings.ts";
import { readPolicy } from "../../config/sources/policy-source.ts";
import type { Given } from "../../config/sources/source.ts";
import { Progress } from "../output/progress.ts";
import { inputProblem, openInput } from "./byte-input.ts";
import { outputTo, ReaderGone } from "./byte-output.ts";
import type { ByteOutput } from "./byte-output.ts";
import { FindingsTally } from "./findings-tally.ts";
import { judgesKeys } from "./judges-keys.ts";
import type { Place } from "./line-places.ts";
import type { SanitizeFlags } from "./sanitize-command.ts";
import { sanitizeStream } from "./sanitize-stream.ts";
import type { StreamCounts } from "./sanitize-stream.ts";
import { summaryJson, summaryText } from "./summary.ts";

type Options = SanitizeFlags & { readonly file: string | undefined };

/** Reads, sanitizes and writes; resolves to the number of findings. @throws {Error} that says what could not be done. */
export async function runSanitize(options: Options): Promise<number> {
  const tally = new FindingsTally();
  const policy = readPolicy(policyGiven(options.policy), process.cwd());
  const sanitizer = createSanitizer(policy);
  const asRecords = judgesKeys(policy);
  try {
    const { lines, records } = await runThrough({ ...options, tally, sanitizer, asRecords });
    const summary = { policy: sanitizer.policyName, lines, records: asRecords ? records : undefined, tally };
    process.stderr.write(options.json === true ? summaryJson(summary) : summaryText(summary));
  } catch (error) {
    if (!(error instanceof ReaderGone)) {
      const what = options.file ?? "standard input";
      throw new Error(`sanitize: ${what}: ${inputProblem(error)}.`, { cause: error });
    }
  }
  return tally.total;
}

/** The flag goes before the variable that services and the monitor read. */
function policyGiven(flag: string | undefined): Given | undefined {
  const key = "sanitizer.policy";
  const name = envNameOf(key);
  const variable = process.env[name] ?? "";
  if (flag !== undefined) return { key, where: "flag --policy", value: flag };
  return variable === "" ? undefined : { key, where: `environment ${name}`, value: variable };
}

interface Run extends Options {
  readonly tally: FindingsTally;
  readonly sanitizer: Sanitizer;
  readonly asRecords: boolean;
}

async function runThrough({ file, check, json, tally, sanitizer, asRecords }: Run): Promise<StreamCounts> {
  const { bytes, size } = openInput(file);
  // A summary that cannot be written must not end in a stack.
  process.stderr.on("error", () => undefined);
  const progress = new Progress({
    label: "sanitize",
    unit: "bytes",
    total: size,
    lines: true,
    isTTY: process.stderr.isTTY,
    write: (line) => void process.stderr.write(line),
    nowMs: () => performance.now(),
  });
  const output = outputTo(process.stdout);
  const places = new PlaceLines(json === true);
  const counts = await sanitizeStream({
    sanitizer,
    asRecords,
    input: bytes,
    write: check === true ? () => places.flush(output) : output.write,
    onFinding: (finding, place) => {
      tally.add(finding);
      if (check === true) places.add(finding, place);
    },
    onProgress: (read) => progress.report(read),
  });
  progress.end();
  return counts;
}

/** Where things were found, a line each, kept until the block is done. */
class PlaceLines {
  readonly #json: boolean;
  #waiting: string[] = [];

  constructor(json: boolean) {
    this.#json = json;
  }

  add({ detector, kind, path }: Finding, { line, column }: Place): void {
    const at = path.length === 0 ? "" : ` at ${JSON.stringify(path)}`;
    const place = path.length === 0 ? { line, column, detector, kind } : { line, column, detector, kind, path };
    this.#waiting.push(this.#json ? `${JSON.stringify(place)}\n` : `${line}:${column} ${kind}${at}\n`);
  }

  async flush(output: ByteOutput): Promise<void> {
    const text = this.#waiting.join("");
    this.#waiting = [];
    if (text !== "") await output.write(Buffer.from(text));
  }
}
