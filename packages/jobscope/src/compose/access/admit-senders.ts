import type { AdmitSender, SenderVerdict } from "@jobscope/otlp";
import { bearerOf, findByKey, hashApiKey, matchesApiKey } from "@jobscope/query-api";
import type { FoundKey } from "@jobscope/query-api";
import type { StoredKey } from "@jobscope/store";

import type { Keys } from "./key-registry.ts";
import { OWN_SENDER, OWN_TOKEN } from "./own-token.ts";

export interface AdmitSendersOptions {
  readonly keys: Pick<Keys, "find" | "used">;
  /** Whether a request without a token is refused. One that is sent must be right either way. */
  readonly required: boolean;
  /** Wall clock, epoch milliseconds. */
  readonly nowMs: () => number;
  readonly onDenied: (denial: SenderDenial) => void;
}

export interface SenderDenial {
  /** For the audit and the operator; the sender does not learn it. */
  readonly reason: string;
  /** Whose token it would have been, where it was right but for that. */
  readonly keyId: string | undefined;
  /** As the connection has it. */
  readonly address: string;
}

const OWN_HASH = hashApiKey(OWN_TOKEN);

const FIX =
  "Make one with `jobscope keys create --kind ingest --name …` or POST keys, and set OTEL_EXPORTER_OTLP_HEADERS=authorization=Bearer%20jsi_… for the sender.";
const NO_TOKEN: SenderVerdict = {
  kind: "refused",
  because: "no_token",
  message: `This receiver takes telemetry with an ingest token only, and none was sent. ${FIX}`,
};
const WRONG_TOKEN: SenderVerdict = {
  kind: "refused",
  because: "wrong_token",
  message: `The Authorization header holds no valid ingest token. ${FIX}`,
};

/** `Authorization: Bearer jsi_…` against the stored ingest tokens. */
export function admitSenders({ keys, required, nowMs, onDenied }: AdmitSendersOptions): AdmitSender {
  return (authorization, address) => {
    if (authorization === undefined) {
      if (!required) return { kind: "anonymous" };
      onDenied({ reason: "no token was sent", keyId: undefined, address });
      return NO_TOKEN;
    }
    if (matchesApiKey(bearerOf(authorization) ?? "", OWN_HASH)) return { kind: "admitted", sender: { id: OWN_SENDER } };
    const looked = senderOf(findByKey(keys, authorization, nowMs()));
    if ("reason" in looked) {
      onDenied({ ...looked, address });
      return WRONG_TOKEN;
    }
    keys.used(looked.id);
    const { id, services } = looked;
    return { kind: "admitted", sender: { id, ...(services && { services }) } };
  };
}

function senderOf(found: FoundKey): StoredKey | Omit<SenderDenial, "address"> {
  switch (found.kind) {
    case "foreign":
    case "unknown":
      return { reason: "no such token", keyId: undefined };
    case "ended":
      return { reason: `the token is ${found.state}`, keyId: found.key.id };
    case "active":
      if (found.key.kind === "ingest") return found.key;
      return { reason: "the key is for the API, not for sending telemetry", keyId: found.key.id };
  }
}
