import { isoTime, mintKey, newKey, parseNewKey, rightsText } from "@jobscope/query-api";

import { cliAudit } from "../access/cli-audit.ts";
import { withAccess } from "../access/with-access.ts";
import { durationFlag, listFlag, refusedFlags } from "../options/flag-problem.ts";
import type { CreateFlags } from "./keys-command.ts";
import { printNewKey } from "./print-new-key.ts";

/** @throws {ConfigError} for what `POST keys` would refuse too, {@link StoreError} where it cannot be stored. */
export function createKey(options: CreateFlags): void {
  const nowMs = Date.now();
  const parsed = parseNewKey(bodyOf(options, nowMs), nowMs);
  if (parsed.kind === "invalid") throw refusedFlags(parsed.faults, flagOfField);
  const audit = cliAudit({ atMs: nowMs, action: "keys.create", target: "", detail: "" });
  const { key, stored } = mintKey(newKey(parsed.value, { by: audit.actor, nowMs }));
  withAccess(options, (store) =>
    store.transaction(() => {
      store.writeKey(stored);
      store.appendAudit([{ ...audit, target: stored.id, detail: rightsText(stored) }]);
    }),
  );
  printNewKey({ key, stored, json: options.json === true, nowMs, more: "" });
}

/** The body of `POST keys` that asks for the same. */
function bodyOf({ name, kind, role, scopes, services, expires }: CreateFlags, nowMs: number): object {
  return {
    name,
    kind,
    role: role ?? (kind === "api" ? "viewer" : undefined),
    ...(scopes !== undefined && { scopes: listFlag(scopes) }),
    ...(services !== undefined && { services: listFlag(services) }),
    ...(expires !== undefined && { expires_time: isoTime(nowMs + durationFlag("--expires", expires)) }),
  };
}

/** `scopes.0` → `--scopes` */
function flagOfField(field: string): string {
  return field === "expires_time" ? "--expires" : `--${field.split(".", 1)[0]}`;
}
