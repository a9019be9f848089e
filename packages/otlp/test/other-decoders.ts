import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { fromBinary } from "@bufbuild/protobuf";
import { PbfReader } from "pbf";

import type { Signal } from "../src/index.ts";
import { exportRequest, officialRegistry, officialRoot, protoFiles, protoFolder } from "./official-schema.ts";

/** Another library's way to decode an export request of one signal. */
export type Decode = (body: Uint8Array) => object;

const services = {
  traces: "trace.v1.ExportTrace",
  metrics: "metrics.v1.ExportMetrics",
  logs: "logs.v1.ExportLogs",
} as const;

export function otherDecoders(signal: Signal): Readonly<Record<string, Decode>> {
  return {
    pbf: pbfDecoder(signal),
    protobufjs: protobufjsDecoder(signal),
    "@bufbuild/protobuf": bufbuildDecoder(signal),
  };
}

function protobufjsDecoder(signal: Signal): Decode {
  const type = officialRoot().lookupType(`opentelemetry.proto.collector.${services[signal]}ServiceRequest`);
  return (body) => type.decode(body);
}

function bufbuildDecoder(signal: Signal): Decode {
  const desc = exportRequest(officialRegistry(), signal);
  return (body) => fromBinary(desc, body);
}

/** pbf's compiler, which has no types, and its parser, which is its own dependency. */
const requireNearPbf = createRequire(fileURLToPath(import.meta.resolve("pbf/compile")));

type PbfRead = (reader: PbfReader) => object;

function pbfDecoder(signal: Signal): Decode {
  const name = `read${services[signal].replace(/^.*\./, "")}ServiceRequest`;
  const compiler = requireNearPbf("pbf/compile") as { compile(schema: object): Readonly<Record<string, PbfRead>> };
  const read = compiler.compile(schemaInOneFile())[name];
  if (read === undefined) throw new Error(`pbf made no ${name}.`);
  return (body) => read(new PbfReader(body));
}

/** pbf resolves neither packages nor imports from a root folder: it is given all messages in one file without packages. */
function schemaInOneFile(): object {
  const folder = mkdtempSync(join(tmpdir(), "jobscope-pbf-"));
  try {
    const file = join(folder, "otlp.proto");
    writeFileSync(
      file,
      `syntax = "proto3";\n${protoFiles.map((path) => flatten(readFileSync(protoFolder + path, "utf8"))).join("\n")}`,
    );
    return (requireNearPbf("resolve-protobuf-schema") as { sync(path: string): object }).sync(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function flatten(proto: string): string {
  const body = proto.replaceAll(/^(?:syntax|package|import|option) .*$/gm, "");
  return body.replaceAll(/opentelemetry\.proto\.[a-z]+\.v1\./g, "").replaceAll(/^service \w+ \{[\s\S]*?^\}/gm, "");
}
