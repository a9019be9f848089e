import type { AlertingConfig } from "../../model/config.ts";
import { labelName } from "../../model/labels.ts";
import type { EscalationPolicy, InhibitRule, Receiver } from "../../model/routing.ts";
import type { Rule } from "../../model/rule.ts";
import { MatcherError } from "../matching/matcher-error.ts";
import { resolvePack } from "../pack/resolve-pack.ts";
import type { InhibitFile } from "../schema/alerting-file.ts";
import type { ParsedAlerting } from "../schema/alerting-schema.ts";
import type { ParsedEscalation } from "../schema/route-schema.ts";
import type { At } from "./at.ts";
import { lookUp } from "./look-up.ts";
import { resolveChannels } from "./resolve-channels.ts";
import { resolveRootRoute } from "./resolve-route.ts";
import { DEFAULT_INTERVAL_MS, resolveRule } from "./resolve-rule.ts";
import { resolveSelector } from "./resolve-selector.ts";
import { resolveTimeIntervals } from "./resolve-time-intervals.ts";

const DEAD_MAN_INTERVAL_MS = 60_000;

/** Looks up every name and fills in every default; what is wrong goes to the problems of `at`. */
export function resolveAlerting(file: ParsedAlerting, at: At): AlertingConfig {
  const channels = resolveChannels(file.channels ?? {}, at.below("channels"));
  const channelNames = channels.map(({ name }) => name);
  const receivers = resolveReceivers(file, channelNames, at.below("receivers"));
  const receiverNames = receivers.map(({ name }) => name);
  const timeIntervals = resolveTimeIntervals(file.timeIntervals ?? {}, at.below("timeIntervals"));
  const escalations = resolveEscalations(file.escalations ?? {}, receiverNames, at.below("escalations"));
  const names = {
    receivers: receiverNames,
    timeIntervals: timeIntervals.map(({ name }) => name),
    escalations: escalations.map(({ name }) => name),
  };
  return {
    rules: resolveRules(file, at),
    channels,
    receivers,
    route: resolveRootRoute(file.route ?? {}, names, at.below("route")),
    inhibitRules: (file.inhibit ?? []).map((rule, index) => resolveInhibit(rule, index, at.below("inhibit", index))),
    timeIntervals,
    escalations,
    allowPrivateTargets: file.allowPrivateTargets ?? [],
    ...(file.deadMan === undefined
      ? {}
      : { deadMan: { url: file.deadMan.url, intervalMs: file.deadMan.interval ?? DEAD_MAN_INTERVAL_MS } }),
    ...(file.publicUrl === undefined ? {} : { publicUrl: file.publicUrl }),
  };
}

function resolveRules(file: ParsedAlerting, at: At): readonly Rule[] {
  const rules = [...resolvePack(file.pack ?? {}, at.below("pack"))];
  const seen = new Set<string>();
  for (const [index, group] of (file.groups ?? []).entries()) {
    const place = at.below("groups", index);
    const facts = { name: group.name, intervalMs: group.interval ?? DEFAULT_INTERVAL_MS };
    for (const [number, rule] of group.rules.entries()) {
      const rulePlace = place.below("rules", number);
      const id = `${group.name}/${rule.name}`;
      if (seen.has(id))
        rulePlace.add(["name"], "stands twice in its group: give each rule a name of its own, or use overrides");
      seen.add(id);
      rules.push(...resolveRule(rule, facts, rulePlace));
    }
  }
  return rules;
}

/** Every channel can be named where a receiver is wanted; without receivers, `default` is told through all of them. */
function resolveReceivers(file: ParsedAlerting, channels: readonly string[], at: At): readonly Receiver[] {
  const given = Object.entries(file.receivers ?? {});
  for (const [name, wanted] of given) {
    for (const [index, channel] of wanted.entries()) {
      lookUp(channel, { names: channels, what: "channel", at: at.below(name, index) });
    }
  }
  const named = given.map(([name, wanted]): Receiver => ({ name, channels: [...new Set(wanted)] }));
  const taken = new Set(named.map(({ name }) => name));
  const spare = new Set(Object.values(file.channels ?? {}).map(({ failover }) => failover));
  const all = channels.filter((channel) => !spare.has(channel));
  const standard = taken.has("default") ? [] : [{ name: "default", channels: all.length > 0 ? all : channels }];
  const single = channels.filter((name) => !taken.has(name) && name !== "default");
  return [...named, ...standard, ...single.map((name): Receiver => ({ name, channels: [name] }))];
}

function resolveEscalations(
  escalations: Readonly<Record<string, ParsedEscalation>>,
  receivers: readonly string[],
  at: At,
): readonly EscalationPolicy[] {
  return Object.entries(escalations).map(([name, policy]) => {
    const place = at.below(name);
    const levels = policy.levels.map(({ after, receiver }, index) => {
      lookUp(receiver, { names: receivers, what: "receiver", at: place.below("levels", index, "receiver") });
      return { afterMs: after, receiver };
    });
    const { exhausted } = policy;
    if (exhausted !== undefined)
      lookUp(exhausted, { names: receivers, what: "receiver", at: place.below("exhausted") });
    return {
      name,
      matchers: place.below("match").try(() => resolveSelector(policy.match, "labels"), MatcherError) ?? [],
      levels,
      loops: policy.loops ?? 3,
      ackTimeoutMs: policy.ackTimeout ?? 1_800_000,
      stopAfterMs: policy.stopAfter ?? 604_800_000,
      ...(exhausted === undefined ? {} : { exhaustedReceiver: exhausted }),
    };
  });
}

function resolveInhibit(rule: InhibitFile, index: number, at: At): InhibitRule {
  const source = at.below("source").try(() => resolveSelector(rule.source, "labels"), MatcherError) ?? [];
  const target = at.below("target").try(() => resolveSelector(rule.target, "labels"), MatcherError) ?? [];
  const empty = source.length === 0 ? "source" : target.length === 0 ? "target" : undefined;
  if (empty !== undefined) at.add([empty], "selects everything: say which alerts are meant");
  return { name: rule.name ?? `inhibit ${index + 1}`, source, target, equal: (rule.equal ?? []).map(labelName) };
}
