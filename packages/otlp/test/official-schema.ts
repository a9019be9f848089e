import { fileURLToPath } from "node:url";

import { createFileRegistry, type DescMessage, type FileRegistry, fromBinary } from "@bufbuild/protobuf";
import {
  type DescriptorProto,
  type EnumDescriptorProto,
  type FileDescriptorProto,
  FileDescriptorSetSchema,
} from "@bufbuild/protobuf/wkt";
import protobufjs from "protobufjs";
// It adds toDescriptor to protobufjs.
import "protobufjs/ext/descriptor/index.js";

export const protoFolder: string = fileURLToPath(new URL("../../../test/proto/", import.meta.url));

const serviceFiles = ["trace", "metrics", "logs"].map(
  (signal) => `opentelemetry/proto/collector/${signal}/v1/${signal}_service.proto`,
);

/** All files, each after those it imports, relative to {@link protoFolder}. */
export const protoFiles: readonly string[] = [
  ...["common", "resource", "trace", "metrics", "logs"].map((part) => `opentelemetry/proto/${part}/v1/${part}.proto`),
  ...serviceFiles,
];

/** The official .proto files as protobufjs reads them. */
export function officialRoot(): protobufjs.Root {
  const root = new protobufjs.Root();
  root.resolvePath = (_importer, target) => protoFolder + target;
  root.loadSync(serviceFiles, { keepCase: true });
  root.resolveAll();
  return root;
}

/** protobufjs parses the files; what its descriptors lack (imports, absolute type names, JSON names) is added for @bufbuild/protobuf. */
export function officialRegistry(): FileRegistry {
  const root = officialRoot() as protobufjs.Root & { toDescriptor(edition: string): protobufjs.Message };
  const descriptors = root.toDescriptor("proto3");
  const set = fromBinary(FileDescriptorSetSchema, descriptors.$type.encode(descriptors).finish());
  const files = set.file.toSorted((a, b) => rank(a) - rank(b));
  const names = new Set(files.flatMap((file) => declaredNames(`.${file.package}`, file)));
  files.forEach((file, index) => {
    file.dependency = files.slice(0, index).map((earlier) => earlier.name);
    for (const declared of file.messageType) complete(declared, `.${file.package}`, names);
  });
  set.file = files;
  return createFileRegistry(set);
}

const importOrder = ["common", "resource", "trace", "metrics", "logs", "collector"];

function rank(file: FileDescriptorProto): number {
  return importOrder.findIndex((part) => file.package.startsWith(`opentelemetry.proto.${part}`));
}

interface Declares {
  readonly enumType: readonly EnumDescriptorProto[];
  readonly messageType?: readonly DescriptorProto[];
  readonly nestedType?: readonly DescriptorProto[];
}

function declaredNames(scope: string, { enumType, messageType = [], nestedType = [] }: Declares): string[] {
  const messages = [...messageType, ...nestedType];
  return [
    ...enumType.map((declared) => `${scope}.${declared.name}`),
    ...messages.flatMap((declared) => [
      `${scope}.${declared.name}`,
      ...declaredNames(`${scope}.${declared.name}`, declared),
    ]),
  ];
}

function complete(message: DescriptorProto, outer: string, names: ReadonlySet<string>): void {
  const scope = `${outer}.${message.name}`;
  for (const field of message.field) {
    field.jsonName = field.name.replaceAll(/_([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
    if (field.typeName !== "" && !field.typeName.startsWith("."))
      field.typeName = absolute(field.typeName, scope, names);
  }
  for (const nested of message.nestedType) complete(nested, scope, names);
}

/** Protobuf looks a relative name up from the innermost scope outwards. */
function absolute(name: string, scope: string, names: ReadonlySet<string>): string {
  for (let at = scope; at !== ""; at = at.slice(0, at.lastIndexOf("."))) {
    if (names.has(`${at}.${name}`)) return `${at}.${name}`;
  }
  return `.${name}`;
}

const requestNames = {
  traces: "trace.v1.ExportTrace",
  metrics: "metrics.v1.ExportMetrics",
  logs: "logs.v1.ExportLogs",
} as const;

export function exportRequest(registry: FileRegistry, signal: keyof typeof requestNames): DescMessage {
  return findMessage(registry, `collector.${requestNames[signal]}ServiceRequest`);
}

export function exportResponse(registry: FileRegistry, signal: keyof typeof requestNames): DescMessage {
  return findMessage(registry, `collector.${requestNames[signal]}ServiceResponse`);
}

function findMessage(registry: FileRegistry, name: string): DescMessage {
  const found = registry.getMessage(`opentelemetry.proto.${name}`);
  if (found === undefined) throw new Error(`The official files have no message ${name}.`);
  return found;
}
