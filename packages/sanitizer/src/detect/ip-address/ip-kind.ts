import type { Kind } from "../../model/kind.ts";
import { kindOf } from "../../model/kind.ts";
import { anonymiseIp, canonicalIp } from "./anonymise-ip.ts";

export const ipv4Kind: Kind = kindOf("ip_address", "ip_address.v4", { anonymise: anonymiseIp, canonical: canonicalIp });
export const ipv6Kind: Kind = kindOf("ip_address", "ip_address.v6", { anonymise: anonymiseIp, canonical: canonicalIp });
