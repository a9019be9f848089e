/** Requests a minute; 0 for any number. An address is an IPv4 address or the 64 bits of an IPv6 network. */
export interface RateLimits {
  /** Of one key or account. Default 600. */
  readonly requests: number;
  /** Of one key or account, of what costs much: exports, checks of the audit, changes of keys. Default 20. */
  readonly costly: number;
  /** Wrong keys of one address; right ones are let in from there all the same. Default 20. */
  readonly failures: number;
  /** Requests of one address without any key. Default 300. */
  readonly anonymous: number;
  /** Of one address, to the page behind the link of a notification. Default 20. */
  readonly ack: number;
  /** Of one address, to `health/live` and `health/ready`: enough for orchestrators. Default 300. */
  readonly probes: number;
}

export const DEFAULT_LIMITS: RateLimits = {
  requests: 600,
  costly: 20,
  failures: 20,
  anonymous: 300,
  ack: 20,
  probes: 300,
};

/** Limits that a route for everybody may have. */
export type AddressLimit = "anonymous" | "ack" | "probes";

/** Limits that a route for who has a key may have; every one of them counts as a request. */
export type KeyLimit = "requests" | "costly";
