/** The policy as the command exports it, in the real collector: what it keeps back, what it lets pass, and what it cannot do. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { patternData } from "@jobscope/sanitizer";
import { waitFor } from "@jobscope/testkit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { type ByteSink, startByteSink } from "./support/byte-sink.ts";
import {
  collectorAvailable,
  type CollectorProcess,
  startCollector,
  validateCollector,
} from "./support/collector-process.ts";
import { KEYED_PLACES, logRecord, PLACES, type PlantedRequest, span } from "./support/planted-requests.ts";
import { keyedSecret, PLANTED, SENSITIVE_KEYS } from "./support/planted-secrets.ts";
import { tokenSample } from "./support/token-sample.ts";

const available = await collectorAvailable();
const CLI = join(import.meta.dirname, "../../packages/jobscope/src/cli/main.ts");
const WITH_POLICY = {
  COLLECTOR_PROCESSORS: "[memory_limiter, transform/jobscope, redaction/jobscope_keys, redaction/jobscope_values]",
};

const folder = mkdtempSync(join(tmpdir(), "jobscope-policy-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function exportPolicy(policy: string, name: string): { file: string; stderr: string } {
  const file = join(folder, name);
  const args = [CLI, "policy", "export", "--format", "otelcol", "--policy", policy, "--out", file];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return { file, stderr };
}

async function send(collector: CollectorProcess, { signal, body }: PlantedRequest): Promise<void> {
  const response = await fetch(`${collector.endpoint}/v1/${signal}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${signal} answered ${response.status}: ${await response.text()}`);
}

describe.skipIf(!available)("an exported policy in the collector", () => {
  test("is valid and uses no deprecated name, with every kind of rule in it", () => {
    const policy = join(folder, "mine.yaml");
    const rules = `
name: mine
extends: strict
detectors: {email: remove, phone: drop, ip_address: mask, jwt: keep}
keys: [{match: "customer*"}]
keepKeys: [session.count]
literals: [{name: vault, values: [correct-horse-battery]}]
patterns: [{name: ticket, anchor: TCK-, pattern: "TCK-[0-9]{6}"}]
`;
    writeFileSync(policy, rules);
    const { file, stderr } = exportPolicy(policy, "mine-otelcol.yaml");
    expect(stderr).toMatch(/Literals \(vault\): left out/);
    expect(stderr).toMatch(/drop: masked.*phone/);
    expect(readFileSync(file, "utf8")).not.toContain("correct-horse-battery");
    const { status, output } = validateCollector({ ...WITH_POLICY, COLLECTOR_QUEUE_DIR: join(folder, "q") }, [file]);
    expect(output).not.toMatch(/deprecat|warn/i);
    expect(status, output).toBe(0);
  }, 120_000);

  describe("running", () => {
    const queueDir = join(folder, "queue");
    let sink: ByteSink;
    let collector: CollectorProcess;

    beforeAll(async () => {
      const { file } = exportPolicy("default", "default-otelcol.yaml");
      sink = await startByteSink();
      collector = await startCollector({
        monitorEndpoint: sink.url,
        queueDir,
        env: WITH_POLICY,
        configs: [file],
      });
    }, 120_000);
    afterAll(async () => {
      await collector?.stop();
      await sink?.close();
    });

    const arrived = (text: string): boolean => sink.bodies.some((body) => body.includes(text));
    const leaked = (secrets: ReadonlyMap<string, string>): string[] =>
      [...secrets].filter(([, secret]) => arrived(secret)).map(([where]) => where);
    let marks = 0;

    /** Waits until all that was sent before has arrived: one mark for each signal. */
    async function settle(): Promise<void> {
      const mark = `mark-${++marks}-end`;
      for (const place of ["log body", "span name", "metric unit"]) {
        const request = PLACES[place]?.(`${mark} ${place}`);
        if (request !== undefined) await send(collector, request);
      }
      await waitFor("the marks", () =>
        ["log body", "span name", "metric unit"].every((place) => arrived(`${mark} ${place}`)),
      );
    }

    test("warned of nothing when it started", () => {
      expect(collector.log()).not.toMatch(/deprecat|warn/i);
    });

    test("no planted value of any class arrives from any place, nor stands in the queue on disk", async () => {
      const secrets = new Map<string, string>();
      sink.status = 503;
      for (const [index, [place, request]] of Object.entries(PLACES).entries()) {
        for (const { name, secret, text } of PLANTED) {
          secrets.set(`${name} in ${place}`, secret(index));
          await send(collector, request(text(secret(index))));
        }
      }
      const files = readdirSync(queueDir).map((file) => readFileSync(join(queueDir, file)));
      sink.status = 200;
      expect(files.some((file) => file.includes("retry with DB_PASSWORD="))).toBe(true);
      expect([...secrets].filter(([, secret]) => files.some((file) => file.includes(secret)))).toEqual([]);
      await settle();
      expect(leaked(secrets)).toEqual([]);
      // What stands around them has.
      for (const text of ["mail to ", ", queued", "retry with DB_PASSWORD=", "https://files.example.com/a?x=1&sig="]) {
        expect(arrived(text), text).toBe(true);
      }
    }, 60_000);

    test("no value arrives under a key that says it is a secret", async () => {
      const secrets = new Map<string, string>();
      for (const [index, [place, request]] of Object.entries(KEYED_PLACES).entries()) {
        for (const key of SENSITIVE_KEYS) {
          secrets.set(`${key} in ${place}`, keyedSecret(index));
          await send(collector, request(key, keyedSecret(index)));
        }
      }
      await settle();
      expect(leaked(secrets)).toEqual([]);
    }, 30_000);

    test("no token of any family arrives", async () => {
      const secrets = new Map<string, string>();
      for (const [index, form] of patternData().tokens.entries()) {
        const { text, secret } = tokenSample(form, index);
        secrets.set(`${form.kind} ${form.prefix}`, secret);
        await send(collector, logRecord({ body: { stringValue: `got ${text}, stored` } }));
      }
      await settle();
      expect(leaked(secrets)).toEqual([]);
    }, 30_000);

    test("no secret of a command line, of prose or of markup arrives", async () => {
      const secrets = new Map<string, string>();
      for (const [index, text] of TOLD.entries()) {
        const secret = `Gh31m${two(index)}Wort`;
        for (const [place, body] of [
          ["text", json(text(secret))],
          ["nested", json({ inner: text(secret) })],
        ] as const) {
          secrets.set(`${text("…")}, ${place}`, secret);
          await send(collector, logRecord({ body }));
        }
      }
      await settle();
      expect(leaked(secrets)).toEqual([]);
    }, 30_000);

    test("of a resource's command line only the words that are secret are masked", async () => {
      const words = [
        ["/opt/backup", "--token", "Plainword", "--level", "3", "", "a b"],
        ["mysql", "-u", "root", "-pPlainword", "shop"],
        ["curl", "-u", "admin:Plainword", "https://example.com/a"],
        ["node", "job.ts", "--verbose"],
        [],
      ];
      const arrivedWords: unknown[] = [];
      for (const list of words) {
        await send(collector, resourceOf({ "process.command_args": list, "service.name": "words" }));
        await settle();
        arrivedWords.push(
          sink.requests
            .flatMap((request) => (request.signal === "logs" ? request.records : []))
            .findLast(({ resource }) => resource.attributes["service.name"] === "words")?.resource.attributes[
            "process.command_args"
          ],
        );
      }
      expect(arrivedWords).toEqual([
        ["/opt/backup", "--token", "[REDACTED:assignment]", "--level", "3", "", "a b"],
        ["mysql", "-u", "root", "-pREDACTED", "shop"],
        ["curl", "-u", "REDACTED:REDACTED", "https://example.com/a"],
        ["node", "job.ts", "--verbose"],
        [],
      ]);
    }, 30_000);

    test("placeholders, addresses of repositories and names that begin like a token arrive unchanged", async () => {
      const body =
        "clone git@github.com:acme/shop.git secret=<secret> token=${TOKEN1} password=*** key-value-pairs-of-all-the-customers-we-have";
      await send(collector, logRecord({ eventName: "placeholders", body: json(body) }));
      await settle();
      expect(bodyOf("placeholders")).toBe(body);
    });

    test("masks say what they replaced, and a second pass changes nothing", async () => {
      const text = PLANTED.map(({ secret, text: around }) => around(secret(77))).join("\n");
      await send(collector, logRecord({ eventName: "first", body: { stringValue: text } }));
      await settle();
      const once = bodyOf("first");
      for (const mask of ["email", "payment_card", "iban", "jwt", "api_token", "private_key", "auth_header", "phone"]) {
        expect(once, mask).toContain(`[REDACTED:${mask}]`);
      }
      expect(once).toContain("postgres://REDACTED:REDACTED@db.example.com:5432/main failed");
      expect(once).toContain("&y=2");
      expect(once).toContain("from 203.0.113.0 in 3 ms");
      expect(once).toContain("from 2001:db8:85a3:: in");
      expect(once).not.toContain("****");
      await send(collector, logRecord({ eventName: "second", body: { stringValue: once } }));
      await settle();
      expect(bodyOf("second")).toBe(once);
    });

    test("the contract's ids and ordinary records arrive unchanged", async () => {
      const attributes = {
        // Look like card numbers; nobody may take them for some.
        "job.run.id": "4111111111111111",
        "job.process.active_runs": ["5555555555554444", "4111111111111111"],
        "job.event.sequence": 4_111_111_111,
        "http.route": "/orders/{id}",
        "job.run.duration": 1.5,
        hasPassword: true,
        max_tokens: 4096,
        "messaging.next_page_token": "abcdef",
        at: "2026-01-01T10:00:00.000Z",
        uuid: "550e8400-e29b-41d4-a716-446655440000",
        traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        labels: { team: "billing", size: 3, on: true },
        version: "Chrome/126.0.6478.127",
      };
      const body =
        "10:00:04 processed 211 rows in 1834 ms at 1767225600000, max_tokens=4096, sha 9f86d081884c7d659a2feaa0c55ad015";
      await send(
        collector,
        logRecord({ eventName: "job.run.end", body: json(body), attributes: jsonAttributes(attributes) }),
      );
      await settle();
      const record = recordOf("job.run.end");
      expect(record?.body).toEqual(body);
      expect(record?.attributes).toEqual(attributes);
    });

    test.each([
      ["National ids", logRecord({ body: json("id 12345678Z given") }), "12345678Z"],
      ["Disguises", logRecord({ body: json("a jane.doe%40example.com b") }), "jane.doe%40example.com"],
      ["Disguises", logRecord({ body: json("c cGFzc3dvcmQ9aHVudGVyMi1YeQ== d") }), "cGFzc3dvcmQ9aHVudGVyMi1YeQ=="],
      ["Attributes of span links", span({ links: [link("jane.link@example.com")] }), "jane.link@example.com"],
      ["Tokens that begin as ordinary words do", logRecord({ body: json(`e ${WEAK_TOKEN} f`) }), WEAK_TOKEN],
      ["Assignments", logRecord({ body: json("Passwort: gartenzaun gilt") }), "gartenzaun"],
      ["Command lines", logRecord({ body: json("run --password himbeere now") }), "himbeere"],
      ["Command lines", logRecord({ attributes: jsonAttributes({ words: ["--token", "johannis"] }) }), "johannis"],
      ["Names and values apart", logRecord({ body: json("password\n\nstachel77") }), "stachel77"],
      ["Parameters of URLs", logRecord({ body: json("GET /a?key=brombeer77") }), "brombeer77"],
      ["Phone numbers", logRecord({ body: json("call 030 90182077 now") }), "030 90182077"],
    ])("what the list says it cannot do: %s", async (limit, request, text) => {
      expect(readFileSync(join(folder, "default-otelcol.yaml"), "utf8")).toContain(`# - ${limit}`);
      await send(collector, request);
      await settle();
      expect(arrived(text)).toBe(true);
    });

    const recordOf = (eventName: string) => {
      const records = sink.requests.flatMap((request) => (request.signal === "logs" ? request.records : []));
      return records.findLast((record) => record.eventName === eventName);
    };
    const bodyOf = (eventName: string): string => String(recordOf(eventName)?.body);
  });
});

const two = (index: number): string => String(index).padStart(2, "0");

/** What only a flag, a program or a word in front of it tells. */
const TOLD: readonly ((secret: string) => string)[] = [
  (secret) => `exec backup --token ${secret} --verbose`,
  (secret) => `mysql -u root -p${secret} shop`,
  (secret) => `curl -u admin:${secret} https://example.com`,
  (secret) => `sshpass -p ${secret} ssh host`,
  (secret) => `redis-cli -a ${secret} ping`,
  (secret) => `docker login -u bob -p ${secret} registry.example.com`,
  (secret) => `<password>${secret}</password>`,
  (secret) => `GET /cb?code=4/0AX4${secret}&state=1`,
  (secret) => `Passwort: ${secret}`,
  (secret) => `contraseña: ${secret}`,
  (secret) => `mot de passe : ${secret}`,
  (secret) => `the password is ${secret}`,
  (secret) => `wrong password '${secret}'`,
  (secret) => `key=password value=${secret}`,
  (secret) => `headers ['x-api-key','${secret}']`,
];

const resourceOf = (attributes: Readonly<Record<string, unknown>>): PlantedRequest => ({
  signal: "logs",
  body: {
    resourceLogs: [
      {
        resource: { attributes: jsonAttributes(attributes) },
        scopeLogs: [{ scope: { name: "test" }, logRecords: [{ body: { stringValue: "started" } }] }],
      },
    ],
  },
});

/** Written in parts: code hosts refuse what looks like a real token. */
const WEAK_TOKEN = "fw" + "_a1B2c3D4e5F6g7H8i9J0k1L2";

const link = (text: string): unknown => ({
  traceId: "0123456789abcdef0123456789abcdef",
  spanId: "0123456789abcdee",
  attributes: jsonAttributes({ note: text }),
});

const jsonAttributes = (attributes: Readonly<Record<string, unknown>>): unknown[] =>
  Object.entries(attributes).map(([key, value]) => ({ key, value: json(value) }));

function json(value: unknown): unknown {
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "boolean") return { boolValue: value };
  if (typeof value === "number") return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  if (Array.isArray(value)) return { arrayValue: { values: value.map(json) } };
  return { kvlistValue: { values: jsonAttributes(value as Record<string, unknown>) } };
}
