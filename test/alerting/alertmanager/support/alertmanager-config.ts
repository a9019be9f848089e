import type { AlertingConfig } from "../../../../packages/alerting/src/model/config.ts";
import type { Matchers } from "../../../../packages/alerting/src/model/matcher.ts";
import type { Route } from "../../../../packages/alerting/src/model/routing.ts";
import { formatMatcher } from "../../../../packages/alerting/src/rules/matching/parse-matchers.ts";

/** Our configuration as Alertmanager reads it: routes, receivers, inhibition. */
export function alertmanagerConfig(config: AlertingConfig, webhookUrl?: string): unknown {
  return {
    route: nodeOf(config.route, true),
    receivers: config.receivers.map(({ name }) => ({
      name,
      ...(webhookUrl === undefined ? {} : { webhook_configs: [{ url: webhookUrl, send_resolved: true }] }),
    })),
    inhibit_rules: config.inhibitRules.map((rule) => ({
      source_matchers: matchersOf(rule.source),
      target_matchers: matchersOf(rule.target),
      equal: rule.equal,
    })),
  };
}

function nodeOf(route: Route, root: boolean): unknown {
  return {
    receiver: route.receiver,
    ...(root ? {} : { matchers: matchersOf(route.matchers), continue: route.continue }),
    group_by: route.groupBy === "all" ? ["..."] : route.groupBy,
    group_wait: `${route.groupWaitMs}ms`,
    group_interval: `${route.groupIntervalMs}ms`,
    repeat_interval: `${route.repeatIntervalMs}ms`,
    routes: route.routes.map((child) => nodeOf(child, false)),
  };
}

const matchersOf = (matchers: Matchers): readonly string[] => matchers.map(formatMatcher);
