import type { Command } from "commander";
import { Option } from "commander";

import { envNameOf, flagOf, SETTING_KEYS, SETTINGS } from "../../config/settings/settings.ts";
import type { SettingKey } from "../../config/settings/settings.ts";
import type { Flags } from "../../config/sources/flag-source.ts";

const GROUPS: Readonly<Record<string, string>> = {
  tls: "TLS:",
  otlp: "Receiving (OTLP/HTTP):",
  api: "API:",
  retention: "Retention:",
  logging: "Logging:",
  sanitizer: "Sanitizing:",
  alerting: "Alerting:",
  monitoring: "Monitoring:",
};

/** Adds a flag for every setting that may be one, in groups. Values are checked with those of the other sources. */
export function addSettingFlags(command: Command): Command {
  const keys = SETTING_KEYS.filter((key) => SETTINGS[key].secret !== true);
  command.addOption(
    new Option("--config <file>", "configuration file (default ./jobscope.config.yaml, .yml or .json)"),
  );
  for (const key of keys) command.addOption(optionOf(key));
  return command.addHelpText("after", `\n${ENVIRONMENT_HELP}`);
}

/** What was given, by key of the setting. */
export function settingFlags(options: Readonly<Record<string, unknown>>): Flags {
  const entries = SETTING_KEYS.map((key) => [key, textOf(options[attributeOf(key)])] as const);
  return Object.fromEntries([["config", textOf(options["config"])], ...entries]);
}

function optionOf(key: SettingKey): Option {
  const { help, placeholder, bareFlag } = SETTINGS[key];
  const option = new Option(`${flagOf(key)} ${bareFlag === undefined ? `<${placeholder}>` : `[${placeholder}]`}`, help);
  if (bareFlag !== undefined) option.preset(bareFlag);
  const group = GROUPS[key.split(".")[0] ?? ""];
  return group === undefined ? option : option.helpGroup(group);
}

/** The name under which commander hands the flag's value out. */
function attributeOf(key: SettingKey): string {
  return new Option(flagOf(key)).attributeName();
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

const ENVIRONMENT_HELP = `Each flag is an environment variable and a key of the configuration file too:
  --otlp-addr 127.0.0.1:4318 = ${envNameOf("otlp.addr")}=127.0.0.1:4318 = otlp: { addr: "127.0.0.1:4318" }
Flags win over the environment, the environment over the file, the file over the profile.
${envNameOf("adminKey")} sets the admin key of the API; without it one is made at the first start.
JOBSCOPE_DEBUG=1 shows the stack of errors, and each part that starts or stops.`;
