import type { AlertingConfig } from "../../model/config.ts";
import type { Finding } from "./finding.ts";
import { lintDelivery } from "./lint-delivery.ts";
import { lintMatchers } from "./lint-matchers.ts";
import { lintRoutes } from "./lint-routes.ts";
import { lintRule } from "./lint-rules.ts";

/** What works, but hardly as its author wants; warnings first. */
export function lintAlerting(config: AlertingConfig): readonly Finding[] {
  const findings = [
    ...config.rules.flatMap(lintRule),
    ...lintMatchers(config),
    ...lintRoutes(config),
    ...lintDelivery(config),
  ];
  return findings.toSorted((a, b) => Number(a.level === "hint") - Number(b.level === "hint"));
}
