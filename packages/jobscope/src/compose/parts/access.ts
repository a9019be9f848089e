import type { AdmitSender } from "@jobscope/otlp";
import { adminKeyAuthenticator, createAuditor, createKeyAuthenticator, firstOf } from "@jobscope/query-api";
import type { AccessEntry, AdminPort, Auditor, Authenticate } from "@jobscope/query-api";

import type { MonitorConfig } from "../../config/monitor-config.ts";
import type { CoreThread } from "../../journey/http-thread/core-thread.ts";
import type { ReadThread } from "../../journey/http-thread/read-thread.ts";
import { admitSenders } from "../access/admit-senders.ts";
import { deniedSender } from "../access/ingest-denials.ts";
import { KeyRegistry, refreshingKeys } from "../access/key-registry.ts";
import type { Part } from "../lifecycle/part.ts";
import { RefusalLog } from "../lines/refusal-log.ts";
import { accessLogOutlet } from "./access-log.ts";
import { AdminKeyPart } from "./admin-key.ts";

export interface AccessPorts {
  readonly core: CoreThread;
  readonly reader: ReadThread;
  readonly announceAdminKey: (key: string) => void;
  readonly writeLine: (line: string) => void;
  readonly warn: (line: string) => void;
}

/** Who may do what with this monitor, and what is written down of it. */
export interface Access {
  /** The API: the admin key, and the keys that are stored. */
  readonly authenticate: Authenticate;
  /** OTLP: ingest tokens. */
  readonly admitSender: AdmitSender;
  /** A key that it writes counts before it has answered. */
  readonly admin: AdminPort;
  readonly auditor: Auditor;
  readonly onAccess?: (entry: AccessEntry) => void;
  /** The admin key, only when it was made at this start. */
  createdKey(): string | undefined;
  /** Keys, audit and access log. */
  readonly parts: readonly Part[];
  /** Settles the admin key; left out where nobody is let in by one. */
  readonly adminKeyPart: Part;
}

export function createAccess(config: MonitorConfig, ports: AccessPorts): Access {
  const { core, reader, announceAdminKey, warn } = ports;
  const stored: AdminPort = { command: (command) => core.adminCommand(command) };
  const adminKey = new AdminKeyPart({
    configured: config.adminKey,
    settings: core,
    announce: announceAdminKey,
    audit: (entry) => stored.command({ kind: "audit", entries: [entry] }),
    nowMs: Date.now,
  });
  const keys = new KeyRegistry({ reader: reader.reader, admin: stored, nowMs: Date.now });
  const auditor = createAuditor({
    admin: stored,
    nowMs: Date.now,
    onFailure: (error) => warn(`audit: what was denied is not written yet: ${String(error)}`),
  });
  const log = accessLogOutlet(config, ports);
  const storedKeys = createKeyAuthenticator(keys, { onUse: (id) => keys.used(id) });
  return {
    authenticate: firstOf(
      adminKeyAuthenticator(() => adminKey.hash),
      storedKeys,
    ),
    admitSender: sendersOf(config, { keys, auditor, warn }),
    admin: refreshingKeys(stored, keys),
    auditor,
    ...(log.onAccess && { onAccess: log.onAccess }),
    createdKey: () => adminKey.created,
    parts: [keysPart(keys), auditPart(auditor), ...log.parts],
    adminKeyPart: adminKey,
  };
}

interface SenderPorts {
  readonly keys: KeyRegistry;
  readonly auditor: Auditor;
  readonly warn: (line: string) => void;
}

function sendersOf({ otlp }: MonitorConfig, { keys, auditor, warn }: SenderPorts): AdmitSender {
  const refusals = new RefusalLog(warn);
  return admitSenders({
    keys,
    required: otlp.requireToken,
    nowMs: Date.now,
    onDenied: (denial) => {
      auditor.deny(deniedSender(denial, Date.now()));
      refusals.note("without a valid token", denial.reason);
    },
  });
}

function keysPart(keys: KeyRegistry): Part {
  return { name: "keys", component: "access", start: () => keys.start(), stop: () => keys.stop() };
}

function auditPart(auditor: Auditor): Part {
  return { name: "audit", component: "access", start: () => {}, stop: () => auditor.close() };
}
