import { expect, it } from "vitest";

import { serveApi } from "../../../../test/api-server.ts";
import { memoryReader } from "../../../../test/memory-reader.ts";
import { MAX_IN_FLIGHT } from "./in-flight.ts";

it("one key may have so many requests under way, and asks again when one is answered", async () => {
  const reader = memoryReader();
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  await using api = await serveApi({
    reader: {
      ...reader,
      async status(nowMs) {
        await held;
        return await reader.status(nowMs);
      },
    },
  });
  const waiting = Array.from({ length: MAX_IN_FLIGHT }, () => api.ask("status"));
  // Sent later over connections of their own, some may arrive earlier: then one of those before waits for nothing.
  const refused = await untilRefused(() => api.ask("jobs"));
  expect(refused.json).toMatchObject({ status: 429, type: "urn:jobscope:problem:too_many_requests" });
  expect(refused.headers["retry-after"]).toBe("1");
  release();
  const statuses = (await Promise.all(waiting)).map(({ status }) => status);
  expect(new Set(statuses)).toEqual(new Set([200]));
  expect((await api.ask("jobs")).status).toBe(200);
});

async function untilRefused<T extends { readonly status: number }>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (answer.status !== 200) return answer;
  }
}
