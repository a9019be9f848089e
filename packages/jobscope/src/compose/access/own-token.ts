import { randomBytes } from "node:crypto";

/** Lets this very process send to its own monitor, whatever others must show. Made anew in each process, stored nowhere. */
export const OWN_TOKEN: string = `jsi_own_${randomBytes(32).toString("base64url")}`;

/** Under which name it stands in the audit. */
export const OWN_SENDER = "this process";
