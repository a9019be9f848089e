import type { Kind } from "../../model/kind.ts";
import { kindOf } from "../../model/kind.ts";

/** Two copies of one key differ in their line breaks only. */
const canonical = (value: string): string => value.replaceAll(/\\[nrt]|\s/gu, "");

/** A block between `BEGIN` and `END`, or what a limit left of it. */
export const pemKind: Kind = kindOf("private_key", "private_key", { canonical });
/** Without the lines around it. */
export const derKind: Kind = kindOf("private_key", "private_key.der", { canonical });
export const puttyKind: Kind = kindOf("private_key", "private_key.putty", { canonical });
/** A secret member of a JSON Web Key, or of the key that .NET writes as XML. */
export const memberKind: Kind = kindOf("private_key", "private_key.member");
/** One word: age, minisign, signify, the extended keys of wallets. */
export const wordKind: Kind = kindOf("private_key", "private_key.word");
