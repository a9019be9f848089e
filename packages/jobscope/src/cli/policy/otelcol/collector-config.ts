import type { CheckedPolicy } from "@jobscope/sanitizer";
import { patternData } from "@jobscope/sanitizer";
import { Document } from "yaml";

import { limitsOf } from "./limits.ts";
import { keyRedaction, valueRedaction } from "./redaction.ts";
import { collectorRules } from "./rules.ts";
import { transformProcessor } from "./transform.ts";

/** In the order in which a pipeline must have them, behind `memory_limiter` and in front of everything that stores. */
const PROCESSORS = ["transform/jobscope", "redaction/jobscope_keys", "redaction/jobscope_values"] as const;

export interface CollectorExport {
  /** A configuration file, to be given beside another with a second `--config`. */
  readonly yaml: string;
  /** What the collector does not do of the policy. */
  readonly limits: readonly string[];
}

export function collectorExport(policy: CheckedPolicy): CollectorExport {
  const data = patternData();
  const rules = collectorRules(policy, data);
  const limits = limitsOf(policy, data);
  const document = new Document({
    processors: {
      "transform/jobscope": transformProcessor(rules),
      "redaction/jobscope_keys": keyRedaction(rules),
      "redaction/jobscope_values": valueRedaction(rules),
    },
  });
  const head = [...headOf(policy.name), ...limits.flatMap((limit) => wrapped(limit))];
  return {
    yaml: `${head.map((line) => `# ${line}`.trimEnd()).join("\n")}\n\n${document.toString({ lineWidth: 0 })}`,
    limits,
  };
}

const headOf = (name: string): readonly string[] => [
  `Sanitizer policy "${name}" for the OpenTelemetry Collector, written by \`jobscope policy export --format otelcol\`.`,
  "Needs its transform and redaction processors, v0.161.0 or later. Every pipeline begins with:",
  `  processors: [memory_limiter, ${PROCESSORS.join(", ")}]`,
  "A statement that fails makes the collector refuse the batch (error_mode: propagate), instead of passing it on unseen.",
  "",
  "What of the policy the collector does not do:",
];

const WIDTH = 120;

function wrapped(text: string): readonly string[] {
  const lines: string[] = [];
  let line = "-";
  for (const word of text.replaceAll(/\s+/gu, " ").split(" ")) {
    if (line.length + word.length >= WIDTH) {
      lines.push(line);
      line = " ";
    }
    line += ` ${word}`;
  }
  return [...lines, line];
}
