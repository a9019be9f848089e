import type { AdminCommand } from "@jobscope/query-api";
import type { StoredKey } from "@jobscope/store";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { KeyRegistry, refreshingKeys } from "./key-registry.ts";

const keyOf = (id: string, fields: Partial<StoredKey> = {}): StoredKey => ({
  id,
  kind: "api",
  name: id,
  prefix: `jsk_${id}`,
  hash: "sha256$s$d",
  role: "viewer",
  createdMs: 1,
  createdBy: "admin",
  ...fields,
});

/** A store that counts what it is asked, and is away where a test says so. */
class FakeStore {
  keys: readonly StoredKey[] = [];
  version = 0;
  away = false;
  reads = 0;
  readonly commands: AdminCommand[] = [];

  write(...keys: readonly StoredKey[]): void {
    this.keys = [...keys, ...this.keys.filter(({ id }) => !keys.some((key) => key.id === id))];
    this.version++;
  }

  readonly reader = {
    keysVersion: () => this.#answer(this.version),
    keys: () => {
      this.reads++;
      return this.#answer(this.keys);
    },
  };

  readonly admin = {
    command: (command: AdminCommand) => {
      this.commands.push(command);
      return this.#answer("done" as const);
    },
  };

  #answer<T>(value: T): Promise<T> {
    return this.away ? Promise.reject(new Error("away")) : Promise.resolve(value);
  }
}

let store: FakeStore;
let registry: KeyRegistry;
beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  store = new FakeStore();
  registry = new KeyRegistry({ reader: store.reader, admin: store.admin, nowMs: Date.now });
});
afterEach(async () => {
  await registry.stop();
  vi.useRealTimers();
});

it("knows the keys from its start, by prefix", async () => {
  store.write(keyOf("b"), keyOf("a"));
  await registry.start();
  expect(registry.all().map(({ id }) => id)).toEqual(["b", "a"]);
  expect(registry.find("jsk_a")?.id).toBe("a");
  expect(registry.find("jsk_c")).toBeUndefined();
});

it("finds the newest of two keys that begin alike", async () => {
  store.write(keyOf("new", { prefix: "jsk_x" }), keyOf("old", { prefix: "jsk_x", revokedMs: 1 }));
  await registry.start();
  expect(registry.find("jsk_x")?.id).toBe("new");
});

it("sees within 3 s what another process wrote, and reads the keys only then", async () => {
  store.write(keyOf("a"));
  await registry.start();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(store.reads).toBe(1);
  store.write(keyOf("a", { revokedMs: 7 }));
  await vi.advanceTimersByTimeAsync(3_000);
  expect(registry.find("jsk_a")?.revokedMs).toBe(7);
  expect(store.reads).toBe(2);
});

it("keeps what it knows while the store is away, and catches up", async () => {
  store.write(keyOf("a"));
  await registry.start();
  store.away = true;
  await vi.advanceTimersByTimeAsync(10_000);
  expect(registry.find("jsk_a")?.id).toBe("a");
  store.write(keyOf("b"));
  store.away = false;
  await vi.advanceTimersByTimeAsync(3_000);
  expect(registry.find("jsk_b")?.id).toBe("b");
});

it("does not start where the store cannot be asked", async () => {
  store.away = true;
  await expect(registry.start()).rejects.toThrow("away");
});

it("counts a key that was written through the API before the write is answered", async () => {
  await registry.start();
  const admin = refreshingKeys(
    {
      command: (command) => {
        if (command.kind === "write_key") store.write(command.key);
        return store.admin.command(command);
      },
    },
    registry,
  );
  const audit = {
    atMs: 1,
    actor: "a",
    role: "admin",
    action: "keys.create",
    target: "a",
    outcome: "done",
    detail: "",
    address: "",
    requestId: "",
    count: 1,
  } as const;
  // One look is under way that asked before the write.
  const earlier = registry.refresh();
  expect(await admin.command({ kind: "write_key", key: keyOf("a"), audit })).toBe("done");
  expect(registry.find("jsk_a")?.id).toBe("a");
  await earlier;
});

it("writes down once a minute which keys were used, and what could not be written the next time", async () => {
  await registry.start();
  for (let n = 0; n < 5; n++) registry.used("a");
  store.away = true;
  await vi.advanceTimersByTimeAsync(61_000);
  registry.used("b");
  store.away = false;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(store.commands.at(-1)).toEqual({
    kind: "key_uses",
    uses: [
      { id: "a", atMs: 1_000_000 },
      { id: "b", atMs: 1_061_000 },
    ],
  });
  const { length } = store.commands;
  await vi.advanceTimersByTimeAsync(120_000);
  expect(store.commands).toHaveLength(length);
  registry.used("a");
  await registry.stop();
  expect(store.commands).toHaveLength(length + 1);
});
