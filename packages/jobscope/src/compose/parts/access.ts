import { adminKeyAuthenticator } from "@jobscope/query-api";
import type { Authenticate } from "@jobscope/query-api";

import type { MonitorConfig } from "../../config/monitor-config.ts";
import type { CoreThread } from "../../journey/http-thread/core-thread.ts";
import type { Part } from "../part.ts";
import { AdminKeyPart } from "./admin-key.ts";

export interface AccessPorts {
  readonly core: CoreThread;
  readonly announceAdminKey: (key: string) => void;
}

/** Who may do what with the API by a key of this monitor. */
export interface Access {
  readonly authenticate: Authenticate;
  /** The admin key, only when it was made at this start. */
  createdKey(): string | undefined;
  readonly parts: readonly Part[];
}

export function createAccess(config: MonitorConfig, { core, announceAdminKey }: AccessPorts): Access {
  const adminKey = new AdminKeyPart({ configured: config.adminKey, settings: core, announce: announceAdminKey });
  return {
    authenticate: adminKeyAuthenticator(() => adminKey.hash),
    createdKey: () => adminKey.created,
    parts: [adminKey],
  };
}
