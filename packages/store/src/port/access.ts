import type { Page, PageRequest } from "./page.ts";

/** `api`: for the admin API. `ingest`: lets a sender write OTLP. */
export type KeyKind = "api" | "ingest";

/** A key as it is stored: never the key itself. */
export interface StoredKey {
  readonly id: string;
  readonly kind: KeyKind;
  /** For people. */
  readonly name: string;
  /** First characters of the key, to find it by and to tell it apart. */
  readonly prefix: string;
  /** `sha256$<salt>$<digest>`. */
  readonly hash: string;
  /** Role of an `api` key; `""` for an ingest key. */
  readonly role: string;
  /** Narrows the role; absent: all that the role may do. */
  readonly scopes?: readonly string[];
  /** `service.name`s that an ingest key may write for; absent: any. */
  readonly services?: readonly string[];
  readonly createdMs: number;
  readonly createdBy: string;
  readonly expiresMs?: number;
  readonly revokedMs?: number;
  /** Written at most once a minute. */
  readonly lastUsedMs?: number;
  /** The key that took its place. */
  readonly replacedBy?: string;
}

/** Something that was changed, or that somebody was not let do. Never a key, a body or a whole address. */
export interface AuditEntry {
  readonly atMs: number;
  /** Key, account or command that did it; `"anonymous"` where nobody is known. */
  readonly actor: string;
  readonly role: string;
  /** What it was, such as `alerts.suppress`, `keys.create`, `access`. */
  readonly action: string;
  /** What it was done to; `""` where that says nothing. */
  readonly target: string;
  readonly outcome: "done" | "denied" | "failed";
  /** Why it was denied or failed, or what exactly was done. */
  readonly detail: string;
  /** Anonymised. */
  readonly address: string;
  readonly requestId: string;
  /** Equal denials that this entry stands for. */
  readonly count: number;
}

export interface StoredAudit extends AuditEntry {
  /** 1, 2, 3 … without gaps. */
  readonly sequence: number;
  /** Digest over this entry and the digest of the one before: a change of history shows. */
  readonly digest: string;
}

export interface AuditQuery extends PageRequest {
  readonly actor?: string;
  readonly action?: string;
  readonly outcome?: AuditEntry["outcome"];
  readonly fromMs?: number;
  readonly toMs?: number;
}

export interface AuditCheck {
  readonly ok: boolean;
  readonly entries: number;
  /** First entry that is missing, or whose digest does not follow from what is before it. */
  readonly brokenAt?: number;
}

/** A place in the chain: an entry, and the digest over it and everything before it. */
export interface AuditLink {
  readonly sequence: number;
  readonly digest: string;
}

/** A part of the check. */
export interface AuditCheckStep extends AuditCheck {
  /** Where the next one goes on; absent where there is no more to check. */
  readonly next?: AuditLink;
}

export interface AccessQueries {
  /** All keys, revoked and expired ones included, newest first; at most 10,000. */
  keys(): readonly StoredKey[];
  /** Grows whenever a key is made, changed or deleted; not when one is used. Cheap. */
  keysVersion(): number;
  /** By time, newest first. */
  audit(query: AuditQuery): Page<StoredAudit>;
  /** Follows the chain from its beginning, or from `after` on, for at most 5,000 entries: some 50 ms. */
  checkAudit(after?: AuditLink): AuditCheckStep;
}

/** Inside a transaction of the store, or of {@link AccessStore}. */
export interface AccessWriter {
  /** Makes or replaces the key with this id. Throws `RangeError` for one beyond 10,000. */
  writeKey(key: StoredKey): void;
  writeKeyUses(uses: readonly { readonly id: string; readonly atMs: number }[]): void;
  /** Appends, in order. Entries are never changed; those older than a year go. */
  appendAudit(entries: readonly AuditEntry[]): void;
}

/** Keys and audit alone, for a program beside the monitor: it may be open while the monitor runs. */
export interface AccessStore extends Omit<AccessQueries, "checkAudit">, AccessWriter {
  /** Reads every entry, so that it takes about a second for 100,000 of them; memory stays bounded. */
  checkAudit(): AuditCheck;
  transaction<T>(work: () => T): T;
  close(): void;
}
