import { personalKeyRules } from "../detect/key-name/personal-key-rules.ts";
import type { Action } from "../model/action.ts";
import type { DetectorName } from "../model/kind.ts";
import type { KeyRule, PresetName } from "../model/policy.ts";
import { allowedKeys } from "./allowed-keys.ts";

/** What a policy starts from. */
export interface Preset {
  readonly detectors: Readonly<Record<DetectorName, Action>>;
  readonly kinds: Readonly<Record<string, Action>>;
  readonly keys: readonly Required<KeyRule>[];
  readonly allowKeys?: readonly string[];
}

/** An address without its host part still tells the network, and says no longer who. */
const everything: Preset = {
  detectors: {
    email: "mask",
    phone: "mask",
    payment_card: "mask",
    iban: "mask",
    jwt: "mask",
    api_token: "mask",
    private_key: "mask",
    connection_string: "mask",
    url: "mask",
    ip_address: "anonymise",
    national_id: "mask",
    auth_header: "mask",
    assignment: "mask",
    base64: "mask",
    key_name: "mask",
    custom: "mask",
  },
  kinds: {},
  keys: [],
};

/** PCI DSS 4.0: at most the first six and the last four may be shown (3.4.1), codes and tracks are never kept (3.3.1). */
const pci: Preset = {
  ...everything,
  detectors: { ...everything.detectors, payment_card: "partial" },
  kinds: { "payment_card.cvv": "remove", "payment_card.track": "remove" },
};

const strict: Preset = {
  ...everything,
  detectors: { ...everything.detectors, ip_address: "mask" },
  allowKeys: allowedKeys,
};

/**
 * With keys, persons stay tellable apart (Art. 4(5) GDPR) without being named. Cards do not: their numbers are few
 * enough once six and four digits are known from elsewhere. Without keys, nothing of a person stays.
 */
function gdpr(hasKeys: boolean): Preset {
  const action = hasKeys ? "pseudonymise" : "mask";
  return {
    ...everything,
    detectors: { ...everything.detectors, email: action, phone: action, iban: action, national_id: action },
    keys: personalKeyRules.map(({ match }) => ({ match, action })),
  };
}

/** `hasKeys`: the policy has keys for pseudonyms. */
export function presetOf(name: PresetName, hasKeys: boolean): Preset {
  switch (name) {
    case "default":
      return everything;
    case "strict":
      return strict;
    case "gdpr":
      return gdpr(hasKeys);
    case "pci":
      return pci;
  }
}
