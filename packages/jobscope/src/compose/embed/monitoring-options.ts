import type { StartOptions } from "@jobscope/instrumentation";
import type { Authenticate } from "@jobscope/query-api";

import type { SettingKey } from "../../config/settings/settings.ts";
import type { Environment } from "../../config/sources/env-source.ts";
import type { MonitoringHealth } from "./monitoring-health.ts";
import type { MonitoringLogger } from "./monitoring-logger.ts";

/** A value as the configuration file would hold it: `"30d"`, `true`, `["console"]`. */
export type SettingInput = string | number | boolean | readonly string[];

/** Settings nested by the dots of their keys. */
type Nested<K extends string> = {
  readonly [Head in K extends `${infer First}.${string}` ? First : K]?:
    | ([Extract<K, `${Head}.${string}`>] extends [never] ? SettingInput : Nested<TailOf<K, Head>>)
    | undefined;
};
type TailOf<K extends string, Head extends string> = K extends `${Head}.${infer Rest}` ? Rest : never;

/** The settings of docs/configuration.md, nested as in the file. */
export type MonitorSettings = Nested<SettingKey>;

/**
 * Settings as in the configuration file, checked once with the same errors, and what only a program can give. Settings
 * that are left out come from `JOBSCOPE_*` in the environment, then from the file, then from the profile.
 */
export interface MonitoringOptions extends Omit<MonitorSettings, "otlp" | "api"> {
  /**
   * Where other processes send OTLP/HTTP. Default `127.0.0.1:4318`. Where it is taken, this process's own telemetry goes
   * over a free port of the loopback address, and `health()` says so. `false`: always so, nobody else can send.
   */
  readonly otlp?: MonitorSettings["otlp"] | false;
  /**
   * Settings of the API. With an `addr`, such as `127.0.0.1:4319`, it listens there, too; without, the router is all there is.
   * Whose addresses of callers are believed is the application's own `trust proxy`.
   */
  readonly api?: MonitorSettings["api"];
  /**
   * Host names that the router answers on. Default `["*"]`, any: the application has decided which hosts reach it, and
   * knows names that we do not. A page that has its own name resolved to the application (DNS rebinding) gains nothing: its
   * requests carry no key and no cookie of the application. Name them where `authenticate` trusts a network instead.
   */
  readonly allowedHosts?: readonly string[];
  /**
   * Who sends a request, from the application's own session or token; undefined: nobody it knows. Where it throws, the
   * request is answered with 503 and the logger told. Keys are asked after it.
   */
  readonly authenticate?: Authenticate;
  /** `false`: only `authenticate` lets in, and no admin key is made. Default true. */
  readonly keys?: boolean;
  /**
   * How this process's own jobs are observed: options of `start()` of `@jobscope/instrumentation`, which must be installed
   * beside this package. Its `endpoint` is the monitor's own, unless it is given here or by OTEL_EXPORTER_OTLP_ENDPOINT.
   * `false`: the application starts it by itself, or does not. Default `{}`.
   */
  readonly instrumentation?: StartOptions | false;
  /**
   * Takes what the monitor has to say: of itself, and, where `logging.outputs` has `console`, of jobs and alerts (`info`).
   * Default: warnings and errors on standard error, jobs and alerts on standard output.
   */
  readonly logger?: MonitoringLogger;
  /** Called when the status of the whole or of a component changed, within a second. */
  readonly onHealthChange?: (health: MonitoringHealth) => void;
  /** Default `process.env`. */
  readonly env?: Environment;
  /** Relative paths start here, and the configuration file is looked for here. Default: the working directory. */
  readonly cwd?: string;
}
