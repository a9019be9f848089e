import type { Channel } from "../../model/channel.ts";
import type { AlertingConfig } from "../../model/config.ts";
import { routesOf } from "../../model/routes-of.ts";
import type { InhibitRule } from "../../model/routing.ts";
import { compileMatchers } from "../matching/compile-matchers.ts";
import { CRITICAL_ESCALATION } from "../pack/default-file.ts";
import type { Finding } from "./finding.ts";

export function lintDelivery(config: AlertingConfig): readonly Finding[] {
  return [
    ...lintReceivers(config),
    ...lintEscalation(config),
    ...lintAckLinks(config),
    ...config.inhibitRules.flatMap((rule) => lintInhibition(rule, config)),
  ];
}

function lintReceivers(config: AlertingConfig): readonly Finding[] {
  const used = new Set(routesOf(config.route).map(({ receiver }) => receiver));
  for (const { levels, exhaustedReceiver } of config.escalations) {
    for (const { receiver } of levels) used.add(receiver);
    if (exhaustedReceiver !== undefined) used.add(exhaustedReceiver);
  }
  const channels = new Map(config.channels.map((channel) => [channel.name, channel]));
  return config.receivers.flatMap((receiver): readonly Finding[] => {
    const subject = `receiver "${receiver.name}"`;
    if (!used.has(receiver.name)) {
      // Every channel is a receiver by itself: nobody need use that one.
      if (isImplicit(receiver.name, receiver.channels)) return [];
      const message = "no route and no escalation names it: nobody is told through it; use it, or leave it out";
      return [{ level: "warning", check: "unused-receiver", subject, message }];
    }
    const told = receiver.channels.map((name) => channels.get(name)).filter((channel) => channel !== undefined);
    return told.length === 1 && told.every(canFailAlone) ? [alone(subject, receiver.channels)] : [];
  });
}

function isImplicit(name: string, channels: readonly string[]): boolean {
  return name === "default" || (channels.length === 1 && channels[0] === name);
}

function canFailAlone(channel: Channel): boolean {
  return channel.type !== "console" && channel.failover === undefined;
}

function alone(subject: string, channels: readonly string[]): Finding {
  return {
    level: "warning",
    check: "no-failover",
    subject,
    message: `it has no channel but ${channels.join("")}: when that fails, nobody is told; add another, or a failover`,
  };
}

/** Critical rules whose alerts nobody is called for again. */
function lintEscalation(config: AlertingConfig): readonly Finding[] {
  const critical = config.rules.filter(({ severity }) => severity === "critical");
  const routes = routesOf(config.route).filter(({ escalation }) => escalation !== undefined);
  if (critical.length === 0 || routes.length > 0) return [];
  return [
    {
      level: "hint",
      check: "critical-without-escalation",
      subject: "route {}",
      message: `${critical.length === 1 ? "1 rule is" : `${critical.length} rules are`} critical, and no route has an escalation: a message that nobody reads is not followed by another; add an escalation`,
    },
  ];
}

/** The default escalation comes with settings, which know the address as well. */
function lintAckLinks({ route, publicUrl }: AlertingConfig): readonly Finding[] {
  const escalating = routesOf(route).find(
    ({ escalation }) => escalation !== undefined && escalation !== CRITICAL_ESCALATION,
  );
  if (publicUrl !== undefined || escalating === undefined) return [];
  return [
    {
      level: "hint",
      check: "escalation-without-public-url",
      subject: `route ${escalating.id}`,
      message:
        "it has an escalation, and there is no publicUrl: messages have no link to acknowledge, so people must use the API; set publicUrl, or start the monitor with --alerting-public-url",
    },
  ];
}

/** An alert that is source and target is not inhibited by it, which is rarely what was meant. */
function lintInhibition(rule: InhibitRule, { rules }: AlertingConfig): readonly Finding[] {
  const isSource = compileMatchers(rule.source);
  const isTarget = compileMatchers(rule.target);
  const both = rules.filter(({ name, severity, labels }) => {
    const known: ReadonlyMap<string, string> = new Map([
      ["alertname", name],
      ["severity", severity],
      ...Object.entries(labels),
    ]);
    // Labels that only the data knows may match.
    const open = [...rule.source, ...rule.target].some((matcher) => !known.has(matcher.name));
    return !open && isSource((label) => known.get(label) ?? "") && isTarget((label) => known.get(label) ?? "");
  });
  if (both.length === 0) return [];
  const names = both.map(({ name }) => name);
  return [
    {
      level: "warning",
      check: "self-inhibition",
      subject: `inhibition "${rule.name}"`,
      message: `source and target both take ${[...new Set(names)].join(", ")}: alerts that are both are not inhibited by each other; make the target narrower`,
    },
  ];
}
