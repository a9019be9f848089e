/** Who asks. There is one role so far; finer ones refuse where this one is allowed, never the other way round. */
export interface Principal {
  /** For the audit trail: which key or account, never the key itself. */
  readonly id: string;
  readonly role: "admin";
}

/** Decides who sends an `Authorization` header; undefined: nobody we know. */
export type Authenticate = (
  authorization: string | undefined,
) => Promise<Principal | undefined> | Principal | undefined;
