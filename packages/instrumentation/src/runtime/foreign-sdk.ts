import type { Resource } from "@opentelemetry/resources";

interface Registered {
  readonly version?: unknown;
  readonly trace?: unknown;
}

const API = Symbol.for("opentelemetry.js.api.1");
const LOGS_API_OF_2X = Symbol.for("io.opentelemetry.js.api.logs");

/**
 * What an SDK 2.x in this process means, or undefined where there is none. It registers with API 1.9 or with a logs
 * API of its own; either way nothing of ours reaches it, and nothing says so.
 */
export function describeSdkTwo(): string | undefined {
  const registered: Registered | undefined = Reflect.get(globalThis, API);
  const version = typeof registered?.version === "string" ? registered.version : "";
  const isOldApi = /^1\.\d\./.test(version) && registered?.trace !== undefined;
  if (!isOldApi && Reflect.get(globalThis, LOGS_API_OF_2X) === undefined) return undefined;
  return (
    `An OpenTelemetry SDK 2.x${isOldApi ? ` (API ${version})` : ""} runs in this process; jobscope needs SDK 3.x with ` +
    "@opentelemetry/api 1.10 to send job events. Upgrade the @opentelemetry/sdk-* packages, or leave that SDK out and " +
    "let jobscope's start() send traces, metrics and logs."
  );
}

const SHAPES = [["resource"], ["_resource"], ["_sharedState", "resource"]] as const;

/** The resource of a provider that somebody else registered; providers offer no public way to it. */
export function resourceOf(provider: unknown): Resource | undefined {
  for (const path of SHAPES) {
    let value: unknown = provider;
    for (const key of path) value = typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
    if (isResource(value)) return value;
  }
  return undefined;
}

const isResource = (value: unknown): value is Resource =>
  typeof value === "object" && value !== null && typeof Reflect.get(value, "attributes") === "object";
