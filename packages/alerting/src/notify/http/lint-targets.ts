import type { AlertingConfig } from "../../model/config.ts";
import type { Finding } from "../../rules/lint/finding.ts";
import { isSecretRef } from "../read-secret.ts";
import { readTarget } from "./target.ts";

/** Addresses that nothing will be sent to, as far as their text tells: a reference is read when something is sent. */
export function lintTargets({ channels, deadMan, allowPrivateTargets }: AlertingConfig): readonly Finding[] {
  const targets = channels.flatMap((channel) =>
    channel.type === "webhook" ? [{ subject: `channel "${channel.name}"`, url: channel.url }] : [],
  );
  if (deadMan !== undefined) targets.push({ subject: "deadMan", url: deadMan.url });
  return targets.flatMap(({ subject, url }): readonly Finding[] => {
    const read = isSecretRef(url) ? undefined : readTarget(url, allowPrivateTargets);
    if (read?.kind !== "forbidden") return [];
    return [
      { level: "warning", check: "forbidden-target", subject, message: `nothing will be sent to it: ${read.reason}` },
    ];
  });
}
