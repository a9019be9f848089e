import { expect, test } from "vitest";

import { startReceiver } from "../../test/notify/http-receiver.ts";
import type { DeadManPorts } from "./dead-man.ts";
import { pingDeadMan, startDeadMan } from "./dead-man.ts";

const CANARY = "c4n4ry-uuid";

function ports(place: string, change: Partial<DeadManPorts> = {}): DeadManPorts {
  return { resolveSecret: () => undefined, allowPrivateTargets: [place], nowMs: () => 1234, ...change };
}

test("a ping is a GET of the URL, secret or not", async () => {
  await using receiver = await startReceiver((response) => response.end("OK"));
  const url = `http://${receiver.place}/${CANARY}`;
  expect(await pingDeadMan(url, ports(receiver.place))).toEqual({ kind: "pinged", atMs: 1234 });
  const byReference = ports(receiver.place, { resolveSecret: (ref) => (ref === "env:PING" ? url : undefined) });
  expect(await pingDeadMan("env:PING", byReference)).toEqual({ kind: "pinged", atMs: 1234 });
  expect(receiver.requests.map(({ method, url: path }) => [method, path])).toEqual([
    ["GET", `/${CANARY}`],
    ["GET", `/${CANARY}`],
  ]);
});

test("what goes wrong is told without the path, and is never thrown", async () => {
  await using receiver = await startReceiver((response) => response.writeHead(404).end());
  const url = `http://${receiver.place}/${CANARY}`;
  const results = [
    await pingDeadMan(url, ports(receiver.place)),
    await pingDeadMan(url, ports("10.0.0.1:80")),
    await pingDeadMan("env:PING", ports(receiver.place)),
    await pingDeadMan(`https://user:${CANARY}@example.com/${CANARY}`, ports(receiver.place)),
    await pingDeadMan(`not a url ${CANARY}`, ports(receiver.place)),
    await pingDeadMan(url, {
      ...ports(receiver.place),
      nowMs: () => 1,
      resolveHost: () => Promise.reject(new Error(CANARY)),
      allowPrivateTargets: [],
    }),
  ];
  for (const result of results) expect(result.kind).toBe("failed");
  expect(JSON.stringify(results)).not.toContain(CANARY);
  expect(results[0]).toMatchObject({ reason: `${receiver.place} answered 404` });
});

test("it pings while all is well, and says nothing to the outside when it is not", async () => {
  await using receiver = await startReceiver((response) => response.end());
  let trouble: () => string | undefined = () => undefined;
  const deadMan = startDeadMan({
    ...ports(receiver.place),
    url: `http://${receiver.place}/`,
    intervalMs: 1,
    trouble: () => trouble(),
  });
  await expect.poll(() => deadMan.last, { timeout: 5000 }).toMatchObject({ kind: "pinged" });
  trouble = () => "deliveries are stuck";
  await expect.poll(() => deadMan.last?.kind, { timeout: 5000 }).toBe("withheld");
  const pings = receiver.requests.length;
  trouble = () => {
    throw new Error("unknown");
  };
  await expect
    .poll(() => deadMan.last, { timeout: 5000 })
    .toMatchObject({ reason: expect.stringContaining("not known") });
  expect(receiver.requests).toHaveLength(pings);
  deadMan.close();
});
