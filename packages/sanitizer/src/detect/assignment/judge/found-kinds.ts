import type { Kind } from "../../../model/kind.ts";
import { kindOf } from "../../../model/kind.ts";
import {
  authorizationKey,
  birthDateKey,
  cookieKey,
  credentialKey,
  keyKey,
  otpKey,
  passwordKey,
  pinKey,
  recoveryKey,
  secretKey,
  sessionKey,
  tokenKey,
} from "../../key-name/key-kinds.ts";

const OF_KEYS: ReadonlyMap<Kind, Kind> = new Map(
  [
    passwordKey,
    pinKey,
    otpKey,
    recoveryKey,
    tokenKey,
    secretKey,
    keyKey,
    credentialKey,
    authorizationKey,
    cookieKey,
    sessionKey,
    birthDateKey,
  ].map((kind) => {
    const name = kind.name.replace("key_name", "assignment");
    return [kind, kindOf("assignment", name, { alwaysMasked: kind.alwaysMasked })];
  }),
);

/** What is reported where a key of this kind stands in a text: kinds of other detectors and of the policy's rules stay. */
export const foundKind = (kind: Kind): Kind => OF_KEYS.get(kind) ?? kind;
