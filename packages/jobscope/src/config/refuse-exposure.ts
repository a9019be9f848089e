import type { ConfigProblem } from "./config-error.ts";
import type { ListenConfig, MonitorConfig } from "./monitor-config.ts";
import { formatAddress, isLoopback } from "./settings/address.ts";
import type { SettingKey } from "./settings/setting-values.ts";

const FIX =
  "Give a certificate with --tls-cert and --tls-key, or say --behind-proxy where a proxy in front ends TLS; or listen on 127.0.0.1.";

/** What would travel readable: over plain HTTP, keys and job data are there for whoever is on the way. */
export function exposureProblems(
  { otlp, api, tls, behindProxy }: Pick<MonitorConfig, "otlp" | "api" | "tls" | "behindProxy">,
  whereOf: (key: SettingKey) => string | undefined,
): readonly ConfigProblem[] {
  if (tls !== undefined || behindProxy) return [];
  const servers: readonly (readonly [SettingKey, ListenConfig])[] = [
    ["otlp.addr", otlp],
    ["api.addr", api],
  ];
  return servers
    .filter(([, { host }]) => !isLoopback(host))
    .map(([key, listen]) => ({
      key,
      where: whereOf(key) ?? "configuration",
      given: formatAddress(listen),
      why: "is reached by others, and without TLS keys and job data travel readable",
      fix: FIX,
    }));
}
