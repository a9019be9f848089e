import type { RuleFile } from "../schema/rule-file.ts";

const FOUND = "{{ $evidence.finding }}";

/** About the alerting itself. */
export function metaRules(): readonly RuleFile[] {
  return [
    {
      name: "RuleEvaluationFailing",
      when: { internal: "ruleEvaluationFailing" },
      severity: "warning",
      summary: "Rule {{ $labels.rule }} cannot be evaluated",
      description: `${FOUND} Its alerts stay as they are until it can.`,
    },
    {
      name: "RuleCardinalityExceeded",
      when: { internal: "ruleCardinalityExceeded" },
      severity: "warning",
      summary: "Rule {{ $labels.rule }} has more alerts than it may have",
      description: `${FOUND} Those beyond the limit are not told: narrow the rule, or raise its limit.`,
    },
    {
      name: "SeriesOverflow",
      when: { internal: "seriesOverflow" },
      severity: "warning",
      summary: "More metric streams arrive than rules can look at",
      description: `${FOUND} Rules do not see what is beyond the limit: look for an attribute with too many values.`,
    },
    {
      name: "ChannelBroken",
      when: { internal: "channelBroken" },
      severity: "critical",
      summary: FOUND,
      description:
        "It will not work until that is corrected: its address, its credentials, or what it may reach. What waits goes to its failover; it is tried again every hour.",
    },
    {
      name: "EscalationExhausted",
      when: { internal: "escalationExhausted" },
      severity: "critical",
      summary: FOUND,
      description: "Call somebody by another way, and look at why the escalation reached nobody.",
    },
    {
      name: "AlertFlapping",
      when: { internal: "alertFlapping" },
      severity: "info",
      summary: "{{ $labels.rule }} changes all the time{{ with $labels.job_name }} for {{ . }}{{ end }}",
      description: `${FOUND} It is told once for all its changes. A job that fails now and then: mend the job. A threshold that values cross all the time: give the rule clearBelow or clearAbove, or a longer for.`,
    },
  ];
}
