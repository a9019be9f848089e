import { MAX_KEYS } from "@jobscope/store";

import { keySchema, newKeySchema, revokedKeySchema } from "../../model/key-resource.ts";
import type { RevokedKeyResource } from "../../model/key-resource.ts";
import { outlivingFault, rightsFault } from "../../model/key-rights.ts";
import { keyStateAt } from "../../model/key-state.ts";
import { isRole } from "../../model/principal.ts";
import type { Principal } from "../../model/principal.ts";
import { listOf } from "../../model/resource-schema.ts";
import { keyBody, keyEndFault, rotateBody } from "../../params/key-body.ts";
import { keysParams } from "../../params/keys-params.ts";
import { noBody } from "../../params/no-body.ts";
import { defined } from "../../plan/defined.ts";
import { newKey, rotation } from "../../plan/plan-key.ts";
import { pageList } from "../../shape/page-list.ts";
import { rightsText } from "../../shape/rights-text.ts";
import { shapeKey } from "../../shape/shape-key.ts";
import { shapeList } from "../../shape/shape-list.ts";
import { askAdmin } from "../ask/ask-admin.ts";
import { askStore } from "../ask/ask-store.ts";
import { auditOf } from "../audit/audit-entry.ts";
import { notingFailure } from "../audit/noting-failure.ts";
import type { Attempt } from "../audit/noting-failure.ts";
import type { QueryApiDeps } from "../deps.ts";
import { findKey, refuseEnded } from "../keys/find-key.ts";
import { inOrder } from "../keys/in-order.ts";
import { mintKey } from "../keys/mint-key.ts";
import { writeNewKey } from "../keys/write-key.ts";
import { ApiProblem, bodyProblem } from "../reply/api-problem.ts";
import { defineRoute, defineWrite } from "../routing/define-route.ts";
import type { Route, RouteReply } from "../routing/route.ts";

export const keysRoutes: readonly Route[] = [
  defineRoute({
    path: "/keys",
    access: "keys:write",
    limit: "requests",
    schema: keysParams,
    docs: { summary: "Keys, without what opens", answers: { schema: listOf(keySchema, "KeyList") } },
    async reply(deps, { params: { kind, state, ...page } }) {
      const now = deps.nowMs();
      const list = await askStore(async () => {
        const keys = (await deps.reader.keys()).filter(
          (key) => (kind === undefined || key.kind === kind) && (state?.includes(keyStateAt(key, now)) ?? true),
        );
        const purpose = JSON.stringify(["keys", kind, state]);
        return pageList(keys, ({ createdMs, id }) => [createdMs, id], { ...defined(page), limit: page.limit, purpose });
      });
      return { body: shapeList(list, (key) => shapeKey(key, now)) };
    },
  }),
  defineWrite({
    method: "POST",
    path: "/keys",
    access: "keys:write",
    limit: "costly",
    body: keyBody,
    docs: {
      summary: "Make a key, which is shown this once",
      answers: { status: 201, schema: newKeySchema },
      problems: ["conflict", "core_unavailable"],
    },
    reply: (deps, { body, ...author }) =>
      change(deps, { author, action: "keys.create", target: "" }, async () => {
        const nowMs = deps.nowMs();
        refuseEnd(body.expires_time, nowMs);
        const wish = newKey(body, { by: author.principal.id, nowMs });
        refuseRights(author.principal, wish, "Narrow it with `scopes`, or ask an admin whose key allows them.");
        refuseOutliving(author.principal, wish.expiresMs, "Send an earlier `expires_time`.");
        await refuseMany(deps);
        const minted = mintKey(wish);
        return writeNewKey(deps, author, { action: "keys.create", minted, detail: rightsText(minted.stored), nowMs });
      }),
  }),
  defineWrite({
    method: "POST",
    path: "/keys/:id/rotate",
    access: "keys:write",
    limit: "costly",
    body: rotateBody,
    docs: {
      summary: "Make a key that takes the place of another",
      answers: { status: 201, schema: newKeySchema },
      problems: ["conflict", "core_unavailable"],
    },
    reply: (deps, { id, body, ...author }) =>
      change(deps, { author, action: "keys.rotate", target: id }, async () => {
        const nowMs = deps.nowMs();
        refuseEnd(body.expires_time, nowMs);
        const old = await findKey(deps, id);
        // Its place is all that the old one may do: else whoever is narrowed would rotate himself an admin.
        refuseRights(author.principal, old, "Ask an admin whose key allows as much to rotate it; you may revoke it.");
        refuseEnded(old, nowMs);
        await refuseMany(deps);
        const rotated = rotation(old, {
          mint: mintKey,
          by: author.principal.id,
          nowMs,
          overlapMs: body.overlap_seconds * 1000,
          expiresMs: body.expires_time,
        });
        const fix = "Send an earlier `expires_time`, or rotate it with a key that never ends, such as the admin key.";
        refuseOutliving(author.principal, rotated.minted.stored.expiresMs, fix);
        const warning = id === author.principal.id ? "This was the key of your request: use the new one." : undefined;
        return writeNewKey(deps, author, { action: "keys.rotate", ...rotated, nowMs, warning });
      }),
  }),
  defineWrite({
    method: "DELETE",
    path: "/keys/:id",
    access: "keys:write",
    limit: "costly",
    body: noBody,
    docs: {
      summary: "Revoke a key at once",
      answers: { schema: revokedKeySchema },
      problems: ["core_unavailable"],
    },
    reply: (deps, { id, ...author }) =>
      change(deps, { author, action: "keys.revoke", target: id }, async () => {
        const nowMs = deps.nowMs();
        const found = await findKey(deps, id);
        const key = { ...found, revokedMs: found.revokedMs ?? nowMs };
        if (found.revokedMs === undefined) {
          const audit = auditOf(author, { atMs: nowMs, action: "keys.revoke", target: id, detail: rightsText(found) });
          await askAdmin(deps, { kind: "write_key", key, audit });
        }
        const warning = id === author.principal.id ? OWN_KEY_REVOKED : null;
        const body: RevokedKeyResource = { ...shapeKey(key, nowMs), warning };
        return { body };
      }),
  }),
];

function change(deps: QueryApiDeps, attempt: Attempt, work: () => Promise<RouteReply>): Promise<RouteReply> {
  return notingFailure(deps, attempt, () => inOrder(deps.admin, work));
}

const OWN_KEY_REVOKED =
  "This was the key of your request: it opens nothing from now on. The admin key of the monitor makes new ones.";

function refuseEnd(expiresMs: number | undefined, nowMs: number): void {
  const fault = keyEndFault(expiresMs, nowMs);
  if (fault !== undefined) throw bodyProblem([fault]);
}

function refuseRights(
  maker: Principal,
  { role, scopes }: { readonly role: string; readonly scopes?: readonly string[] | undefined },
  fix: string,
): void {
  // A key that sends telemetry may do nothing here.
  const fault = isRole(role) ? rightsFault(maker, { role, scopes }) : undefined;
  if (fault === undefined) return;
  throw new ApiProblem({ kind: "forbidden", detail: fault, fix });
}

function refuseOutliving(maker: Principal, expiresMs: number | undefined, fix: string): void {
  const fault = outlivingFault(maker, expiresMs);
  if (fault !== undefined) throw new ApiProblem({ kind: "forbidden", detail: fault, fix });
}

async function refuseMany({ reader }: QueryApiDeps): Promise<void> {
  if ((await askStore(() => reader.keys())).length < MAX_KEYS) return;
  const detail = `There are ${MAX_KEYS} keys, the ended ones among them; more are not kept.`;
  throw new ApiProblem({ kind: "conflict", detail, fix: "Ended keys are deleted after a year; use fewer until then." });
}
