import { expect, it } from "vitest";

import { serveApi } from "../../../../test/api-server.ts";
import type { ApiServer } from "../../../../test/api-server.ts";
import { memoryReader } from "../../../../test/memory-reader.ts";
import { MAX_OF_ALL, MAX_OF_KEY } from "./in-flight.ts";

interface HeldApi extends AsyncDisposable {
  readonly api: ApiServer;
  release(): void;
}

/** `status` is answered when it is released; everybody who gives a name is somebody. */
async function heldApi(): Promise<HeldApi> {
  const reader = memoryReader();
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  const api = await serveApi({
    reader: {
      ...reader,
      async status(nowMs) {
        await held;
        return await reader.status(nowMs);
      },
    },
    authenticate: ({ headers }) => ({ id: String(headers.authorization), role: "viewer" }),
  });
  return { api, release, [Symbol.asyncDispose]: () => api[Symbol.asyncDispose]() };
}

it("one key may have so many requests under way, and asks again when one is answered", async () => {
  await using held = await heldApi();
  const { api, release } = held;
  const waiting = Array.from({ length: MAX_OF_KEY }, () => api.ask("status", { authorization: "a" }));
  // Sent later over connections of their own, some may arrive earlier: then one of those before waits for nothing.
  const refused = await untilRefused(() => api.ask("jobs", { authorization: "a" }));
  expect(refused.json).toMatchObject({ status: 429, type: "urn:jobscope:problem:too_many_requests" });
  expect(refused.headers["retry-after"]).toBe("1");
  expect((await api.ask("jobs", { authorization: "b" })).status).toBe(200);
  release();
  const statuses = (await Promise.all(waiting)).map(({ status }) => status);
  expect(new Set(statuses)).toEqual(new Set([200]));
  expect((await api.ask("jobs", { authorization: "a" })).status).toBe(200);
});

it("all keys together may have so many requests under way; probes are answered all the same", async () => {
  await using held = await heldApi();
  const { api, release } = held;
  const waiting = Array.from({ length: MAX_OF_ALL }, (_, index) =>
    api.ask("status", { authorization: `key-${index % (MAX_OF_ALL / MAX_OF_KEY)}` }),
  );
  const refused = await untilRefused(() => api.ask("jobs", { authorization: "another" }));
  expect(refused.json).toMatchObject({ status: 503, type: "urn:jobscope:problem:overloaded" });
  expect(refused.headers["retry-after"]).toBe("1");
  expect((await api.ask("health/live", { authorization: null })).status).toBe(200);
  release();
  await Promise.all(waiting);
  expect((await api.ask("jobs", { authorization: "another" })).status).toBe(200);
});

async function untilRefused<T extends { readonly status: number }>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (answer.status !== 200) return answer;
  }
}
