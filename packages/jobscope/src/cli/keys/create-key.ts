import { isRole, isScope, rightsText, mintKey, refusalOf, SCOPES } from "@jobscope/query-api";
import type { Scope } from "@jobscope/query-api";
import type { StoredKey } from "@jobscope/store";

import { cliAudit } from "../access/cli-audit.ts";
import { withAccess } from "../access/with-access.ts";
import { durationFlag, flagProblem, listFlag } from "../options/flag-problem.ts";
import type { CreateFlags } from "./keys-command.ts";
import { printNewKey } from "./print-new-key.ts";

const MAX_NAME = 100;

/** @throws {ConfigError} for flags that do not go together, {@link StoreError} where it cannot be stored. */
export function createKey(options: CreateFlags): void {
  const nowMs = Date.now();
  const audit = cliAudit({ atMs: nowMs, action: "keys.create", target: "", detail: "" });
  const { key, stored } = mintKey({
    kind: options.kind,
    name: nameOf(options.name),
    ...rightsFrom(options),
    createdMs: nowMs,
    createdBy: audit.actor,
    ...(options.expires !== undefined && { expiresMs: nowMs + lifeOf(options.expires) }),
  });
  withAccess(options, (store) =>
    store.transaction(() => {
      store.writeKey(stored);
      store.appendAudit([{ ...audit, target: stored.id, detail: rightsText(stored) }]);
    }),
  );
  printNewKey({ key, stored, json: options.json === true, nowMs, more: "" });
}

function nameOf(given: string): string {
  const name = given.trim();
  // Shown in lists, logs and the audit: no place for a key.
  if (name.length <= MAX_NAME && /^[^\p{Cc}\p{Zl}\p{Zp}]+$/u.test(name) && !/js[ki]_/i.test(name)) return name;
  const fix = `Give 1 to ${MAX_NAME} characters in one line, no key.`;
  throw flagProblem("--name", given, { why: "is no name", fix });
}

function lifeOf(given: string): number {
  const ms = durationFlag("--expires", given);
  if (ms >= 60_000) return ms;
  throw flagProblem("--expires", given, { why: "is over before anybody could use it", fix: "Give at least 1m." });
}

function rightsFrom(options: CreateFlags): Pick<StoredKey, "role" | "scopes" | "services"> {
  const { kind, role, scopes, services } = options;
  if (kind === "ingest") {
    for (const [flag, given] of [
      ["--role", role],
      ["--scopes", scopes],
    ] as const) {
      if (given === undefined) continue;
      throw flagProblem(flag, given, {
        why: "is for api keys",
        fix: "Leave it away, or make the key with --kind api.",
      });
    }
    return { role: "", ...(services !== undefined && { services: someOf("--services", services) }) };
  }
  if (services !== undefined) {
    throw flagProblem("--services", services, { why: "is for ingest keys", fix: "Make the key with --kind ingest." });
  }
  return { role: role ?? "viewer", ...(scopes !== undefined && { scopes: scopesOf(scopes, role ?? "viewer") }) };
}

function someOf(flag: string, given: string): readonly string[] {
  const names = [...new Set(listFlag(given))];
  if (names.length > 0 && names.length <= MAX_NAME) return names;
  throw flagProblem(flag, given, { why: "names nothing, or too much", fix: "Name 1 to 100, separated by commas." });
}

/** A scope beyond the role would be refused at each use, and nobody would know why. */
function scopesOf(given: string, role: string): readonly Scope[] {
  const names = someOf("--scopes", given);
  const stranger = names.find((name) => !isScope(name));
  if (stranger !== undefined || !isRole(role)) {
    throw flagProblem("--scopes", given, {
      why: `names the unknown scope ${stranger ?? ""}`,
      fix: `Allowed: ${SCOPES.join(", ")}.`,
    });
  }
  const scopes = names.filter(isScope);
  for (const scope of scopes) {
    const refusal = refusalOf({ id: "", role }, scope);
    if (refusal !== undefined) {
      throw flagProblem("--scopes", given, {
        why: `asks for ${scope}, which role ${role} has not`,
        fix: "Give a higher --role, or leave that scope away.",
      });
    }
  }
  return scopes;
}
