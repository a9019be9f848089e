import { expect, it } from "vitest";

import { PROFILES } from "./monitor-config.ts";
import { PROFILE_DEFAULTS } from "./profiles.ts";
import { envNameOf, flagOf, SETTING_KEYS, SETTINGS } from "./settings.ts";
import { ADMIN_KEY_FILE } from "./show-admin-key.ts";

function profileRow(name: string, read: (profile: (typeof PROFILES)[number]) => unknown): string {
  return `| ${name} | ${PROFILES.map((profile) => String(read(profile))).join(" | ")} |`;
}

const hours = (ms: number): string => (ms % 86_400_000 === 0 ? `${ms / 86_400_000}d` : `${ms / 3_600_000}h`);

function page(): string {
  const rows = SETTING_KEYS.map((key) => {
    const { help, secret } = SETTINGS[key];
    const flag = secret === true ? "(no flag, not in a file)" : `\`${flagOf(key)}\``;
    return `| \`${key}\` | ${flag} | \`${envNameOf(key)}\` | ${help} |`;
  });
  return `# Configuration of the monitor

Flags win over the environment, the environment over the file, the file over the defaults of the profile. The file is
\`jobscope.config.yaml\`, \`.yml\` or \`.json\` in the working directory, or what \`--config\` or \`JOBSCOPE_CONFIG\` names.
Keys may be nested or dotted. Everything is checked once, at the start; every problem is told with its place, and exit
code 2. \`jobscope doctor\` checks the same and the machine besides.

\`\`\`yaml
profile: production
otlp:
  addr: 127.0.0.1:4318
retention:
  runs: 90d
  maxSize: 5GB
\`\`\`

Durations have a unit (\`ms s m h d w\`), sizes too (\`kB MB GB\` decimal, \`KiB MiB GiB\` binary). Lists are lists in the
file and separated by commas elsewhere. An empty variable counts as not set.

## Settings

| key | flag | environment | what |
|---|---|---|---|
${rows.join("\n")}

## Profiles

Named by \`profile\`, else by \`NODE_ENV\` where it is one of the names, else \`development\`.

| | ${PROFILES.join(" | ")} |
|---|---|---|---|
${[
  profileRow("log level", (profile) => PROFILE_DEFAULTS[profile].logging.level),
  profileRow("log outputs", (profile) => PROFILE_DEFAULTS[profile].logging.outputs.join(", ")),
  profileRow("log files kept, days", (profile) => PROFILE_DEFAULTS[profile].logging.days.jobs),
  profileRow("alerting", (profile) => (PROFILE_DEFAULTS[profile].alerting.enabled ? "on" : "off")),
  profileRow("alert channels", (profile) => PROFILE_DEFAULTS[profile].alerting.channels.join(", ") || "none"),
  profileRow("remediation", (profile) => (PROFILE_DEFAULTS[profile].alerting.remediation ? "on" : "off")),
  profileRow(
    "critical escalates after",
    (profile) => `${PROFILE_DEFAULTS[profile].alerting.criticalEscalationMs / 1000}s`,
  ),
  profileRow("metric points kept", (profile) => hours(PROFILE_DEFAULTS[profile].monitoring.metricRetentionMs)),
  profileRow("tracking", (profile) => PROFILE_DEFAULTS[profile].monitoring.detail),
  profileRow(
    "collection interval",
    (profile) => `${PROFILE_DEFAULTS[profile].monitoring.collectionIntervalMs / 1000}s`,
  ),
  profileRow("runs and slots kept", (profile) => hours(PROFILE_DEFAULTS[profile].runsMs)),
  profileRow("logs and spans of runs kept", (profile) => hours(PROFILE_DEFAULTS[profile].runLogsMs)),
  profileRow("other logs and spans kept", (profile) => hours(PROFILE_DEFAULTS[profile].otherLogsMs)),
].join("\n")}

## Admin key

\`${envNameOf("adminKey")}\` sets it. Without it one is made at the first start, shown on the terminal once, or, where
there is no terminal, written to \`${ADMIN_KEY_FILE}\` in the data directory (mode 0600). Only its hash is stored: a lost
key is replaced by setting the variable.
`;
}

it("are documented as they are (after a change: vitest run packages/jobscope/src/config -u)", async () => {
  await expect(page()).toMatchFileSnapshot("../../../../docs/configuration.md");
});
