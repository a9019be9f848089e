import type { KeyKind } from "@jobscope/store";
import { z } from "zod";

import type { IsoTime } from "./common-resource.ts";
import type { KeyState } from "./key-state.ts";
import { arrayOf, isoTime, literals, resource } from "./resource-schema.ts";
import type { ResourceFields, ResourceSchema } from "./resource-schema.ts";

/** A key without what opens: neither the key nor its hash is ever shown again. */
export interface KeyResource {
  readonly id: string;
  readonly kind: KeyKind;
  readonly name: string;
  /** First characters of the key. */
  readonly prefix: string;
  readonly state: KeyState;
  /** Null for a key that sends telemetry. */
  readonly role: string | null;
  /** Null: all that the role may do. */
  readonly scopes: readonly string[] | null;
  /** Services that a key may send telemetry for; null: any. */
  readonly services: readonly string[] | null;
  readonly created_time: IsoTime;
  readonly created_by: string;
  readonly expires_time: IsoTime | null;
  readonly revoked_time: IsoTime | null;
  /** To the minute. */
  readonly last_used_time: IsoTime | null;
  /** The key that took its place. */
  readonly replaced_by: string | null;
}

/** The only answer that holds the key itself. */
export interface NewKeyResource extends KeyResource {
  readonly key: string;
  /** The key whose place it takes. */
  readonly replaces: KeyResource | null;
  /** What whoever asked should know. */
  readonly warning: string | null;
}

export interface RevokedKeyResource extends KeyResource {
  readonly warning: string | null;
}

const fields: ResourceFields<KeyResource> = {
  id: z.string().describe("Names the key in paths and in the audit; it opens nothing."),
  kind: literals<KeyKind>({ api: true, ingest: true }).describe("`api`: for this API. `ingest`: sends telemetry."),
  name: z.string().describe("For people."),
  prefix: z.string().describe("First characters of the key; they open nothing."),
  state: literals<KeyState>({ active: true, expired: true, revoked: true, replaced: true }).describe(
    "`replaced`: another key took its place, and it may be good until `expires_time`.",
  ),
  role: z.string().nullable().describe("Null for a key that sends telemetry."),
  scopes: arrayOf(z.string()).nullable().describe("Null: all that the role may do."),
  services: arrayOf(z.string()).nullable().describe("Services that it may send telemetry for; null: any."),
  created_time: isoTime().describe("When it was made."),
  created_by: z.string().describe("Key or account that made it."),
  expires_time: isoTime().nullable().describe("When it ends; null: never."),
  revoked_time: isoTime().nullable().describe("When it was revoked."),
  last_used_time: isoTime().nullable().describe("To the minute."),
  replaced_by: z.string().nullable().describe("The key that took its place."),
};

const warning = z.string().nullable().describe("What whoever asked should know.");

export const keySchema: ResourceSchema<KeyResource> = resource(
  "Key",
  "A key without what opens: neither the key nor its hash is shown.",
  fields,
);

export const newKeySchema: ResourceSchema<NewKeyResource> = resource(
  "NewKey",
  "A key that was made just now; nothing shows it again.",
  {
    ...fields,
    key: z.string().describe("The key itself."),
    replaces: keySchema.nullable().describe("The key whose place it takes."),
    warning,
  },
);

export const revokedKeySchema: ResourceSchema<RevokedKeyResource> = resource("RevokedKey", "A key that was revoked.", {
  ...fields,
  warning,
});
