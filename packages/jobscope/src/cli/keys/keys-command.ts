import type { Role, Scope } from "@jobscope/query-api";
import { Command, Option } from "commander";

import { addStoreFlags } from "../options/store-settings.ts";

/** As the API has them; written out, so that `--help` need not load it. */
export const KEY_ROLES: readonly Role[] = ["viewer", "operator", "admin"];
export const KEY_SCOPES: readonly Scope[] = [
  "read",
  "export",
  "alerts:write",
  "jobs:write",
  "audit:read",
  "keys:write",
];

/** Commands around the keys of the API and of senders. */
export function keysCommand(): Command {
  return new Command("keys")
    .description("keys of the API and of senders: list, make, replace, revoke")
    .addCommand(list())
    .addCommand(create())
    .addCommand(rotate())
    .addCommand(revoke());
}

export interface KeysFlags extends Readonly<Record<string, unknown>> {
  readonly json?: true;
}

export interface ListFlags extends KeysFlags {
  readonly all?: true;
}

function list(): Command {
  return addStoreFlags(new Command("list"))
    .option("--all", "revoked, replaced and expired keys too")
    .option("--json", "print them as JSON")
    .description("list the keys: what they may do, until when, and when they were used last")
    .action(async (options: ListFlags) => {
      const { listKeys } = await import("./list-keys.ts");
      listKeys(options);
    });
}

export interface CreateFlags extends KeysFlags {
  readonly name: string;
  readonly kind: "api" | "ingest";
  readonly role?: string;
  readonly scopes?: string;
  readonly services?: string;
  readonly expires?: string;
}

function create(): Command {
  return addStoreFlags(new Command("create"))
    .requiredOption("--name <text>", "what it is for, for people")
    .addOption(
      new Option("--kind <kind>", "api: asks the API; ingest: sends OTLP").choices(["api", "ingest"]).default("api"),
    )
    .addOption(new Option("--role <role>", "what an api key may do (default viewer)").choices([...KEY_ROLES]))
    .option("--scopes <list>", `narrows the role of an api key, of ${KEY_SCOPES.join(", ")}`)
    .option("--services <list>", "names of the services that an ingest key may send for (default any)")
    .option("--expires <time>", "how long it is good for, such as 90d (default until it is revoked)")
    .option("--json", "print the key and what is stored of it as JSON")
    .description("make a key and print it, once: only its hash is stored")
    .addHelpText("after", `\n${CREATE_HELP}`)
    .action(async (options: CreateFlags) => {
      const { createKey } = await import("./create-key.ts");
      createKey(options);
    });
}

const CREATE_HELP = `The key alone goes to standard output: jobscope keys create --name grafana | gh secret set JOBSCOPE_KEY
A running monitor knows the key within seconds.`;

export interface RotateFlags extends KeysFlags {
  readonly overlap: string;
}

const WHICH = "its id, its prefix (jsk_…), or its name";

function rotate(): Command {
  return addStoreFlags(new Command("rotate"))
    .argument("<key>", WHICH)
    .option("--overlap <time>", "how long the old key still works beside the new one, at most 7d", "0s")
    .option("--json", "print the key and what is stored of it as JSON")
    .description("make a key that takes the place of another, with the same rights, and print it, once")
    .action(async (key: string, options: RotateFlags) => {
      const { rotateKey } = await import("./rotate-key.ts");
      rotateKey(key, options);
    });
}

function revoke(): Command {
  return addStoreFlags(new Command("revoke"))
    .argument("<key>", WHICH)
    .option("--json", "print what is stored of it as JSON")
    .description("end a key at once")
    .action(async (key: string, options: KeysFlags) => {
      const { revokeKey } = await import("./revoke-key.ts");
      revokeKey(key, options);
    });
}
