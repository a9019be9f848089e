import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { fingerprintOf, labelName } from "../../../packages/alerting/src/model/labels.ts";
import { webhookBody } from "../../../packages/alerting/src/notify/webhook/payload.ts";
import { compileRouteTree } from "../../../packages/alerting/src/route/route-tree.ts";
import { parseMatchers, formatMatchers } from "../../../packages/alerting/src/rules/matching/parse-matchers.ts";
import { RouterHarness, routing } from "../../../packages/alerting/test/support/router-harness.ts";
import { alertmanagerConfig } from "./support/alertmanager-config.ts";
import {
  type AlertmanagerProcess,
  alertmanagerAvailable,
  type ApiAlert,
  type PostedAlert,
  startAlertmanager,
} from "./support/alertmanager-process.ts";
import { pick, randomInhibitRule, randomLabels, randomMatchers, randomTree, seeded } from "./support/random-routing.ts";

const DEFAULT_SEED = 20_261_125;
const SEED = Number(process.env["JOBSCOPE_DIFFERENTIAL_SEED"] ?? DEFAULT_SEED);
const HOUR_MS = 3_600_000;

describe.skipIf(!alertmanagerAvailable())("a real Alertmanager agrees", () => {
  let alertmanager: AlertmanagerProcess;
  beforeEach(async () => {
    alertmanager = await startAlertmanager(alertmanagerConfig(routing()));
  });
  afterEach(() => alertmanager.stop());

  it("on the routes of 1,000 random label sets in five random trees", async () => {
    let compared = 0;
    for (let n = 0; n < 5; n += 1) {
      const random = seeded(SEED + n);
      const tree = randomTree(random, []);
      await alertmanager.reload(alertmanagerConfig(routing({ route: tree })));
      const sets = Array.from({ length: 200 }, (_, k) =>
        randomLabels(random, { alertname: "Routed", n: String(k), tree: String(n) }),
      );
      await alertmanager.post(sets.map((labels) => ({ labels, endsAt: new Date(Date.now() + HOUR_MS).toISOString() })));
      const routes = compileRouteTree(tree);
      const answers = await alertmanager.alerts(`tree="${n}"`);
      expect(answers).toHaveLength(sets.length);
      for (const { labels, receivers, fingerprint } of answers) {
        const theirs = receivers.map(({ name }) => name);
        expect({ labels, routes: routes.match(labels).map(({ receiver }) => receiver) }).toEqual({
          labels,
          routes: theirs,
        });
        expect(fingerprintOf(labels)).toBe(fingerprint);
        compared += 1;
      }
      const sample = sets.filter((_, k) => k % 20 === 0);
      for (const labels of sample) {
        const args = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
        const output = await alertmanager.amtool(["config", "routes", "test", ...args]);
        expect({
          labels,
          routes: routes
            .match(labels)
            .map(({ receiver }) => receiver)
            .join(","),
        }).toEqual({
          labels,
          routes: output.trim(),
        });
      }
    }
    expect(compared).toBe(1000);
  });

  it("on what is inhibited and what is silenced", async () => {
    const random = seeded(SEED + 100);
    const config = routing({ inhibitRules: Array.from({ length: 10 }, (_, n) => randomInhibitRule(random, n)) });
    await alertmanager.reload(alertmanagerConfig(config));
    const h = new RouterHarness(config, Date.now());
    const sets = Array.from({ length: 250 }, (_, k) =>
      randomLabels(random, { alertname: "Hidden", n: String(k), batch: String(k % 3) }),
    );
    h.fireAll(sets);
    await alertmanager.post(sets.map((labels) => ({ labels, endsAt: new Date(Date.now() + HOUR_MS).toISOString() })));
    const silences = new Map<string, string>();
    for (let n = 0; n < 10; n += 1) {
      const matchers = [
        ...randomMatchers(random, 2),
        { name: "batch", op: "=" as const, value: pick(random, ["0", "1", "2"]) },
      ];
      const ours = h.silence(matchers, HOUR_MS);
      silences.set(ours.id, await addSilence(alertmanager, formatMatchers(matchers)));
    }
    await expectAgreement(alertmanager, h, silences);
    // Some end: a source less, a silence less.
    const [firstOurs, firstTheirs] = [...silences][0] ?? ["", ""];
    h.router.expireSilence(firstOurs, h.nowMs, "ann");
    await alertmanager.expireSilence(firstTheirs);
    const ended = [...h.alerts.values()].filter((_, k) => k % 2 === 0);
    for (const { id } of ended) h.resolve(id);
    await alertmanager.post(ended.map(({ labels }) => ({ labels, endsAt: new Date(Date.now() - 1).toISOString() })));
    await expectAgreement(alertmanager, h, silences);
  });

  it("to take our alerts as a webhook gets them, and shows them as they are", async () => {
    const h = new RouterHarness(routing({ publicUrl: "https://jobs.example" }), Date.now() - 360_000);
    const labels = {
      alertname: "JobFailed",
      [labelName("job.name")]: 'nightly "import"\n\\ ünï 🌙',
      severity: "critical",
    };
    const annotations = {
      summary: "failed <b>twice</b>",
      description: "line\nline",
      runbook_url: "https://x.example/?a=1&b",
    };
    const over = h.fire({ alertname: "JobFailed", n: "over" });
    const lasting = h.fire(labels, { annotations });
    h.advance(30_000);
    h.resolve(over);
    h.nowMs = Date.now();
    h.tick();
    for (const [n, { message }] of h.intents.entries()) {
      const attempt = { notificationId: `n${n}`, channel: "c", attempt: 1, maybeRepeated: false, message };
      const { alerts } = JSON.parse(webhookBody(attempt)) as { readonly alerts: readonly PostedAlert[] };
      await alertmanager.post(alerts);
    }
    expect(h.intents.map(({ firing, resolved }) => [firing.length, resolved.length])).toEqual([
      [2, 0],
      [1, 1],
    ]);
    const alert = h.alerts.get(lasting);
    expect(await alertmanager.alerts()).toMatchObject([
      {
        labels,
        annotations,
        fingerprint: alert?.fingerprint,
        startsAt: new Date(alert?.firedAtMs ?? 0).toISOString(),
        generatorURL: `https://jobs.example/api/scheduler-monitoring/alerts/${lasting}`,
      },
    ]);
  });

  it("on patterns but for line feeds: a dot takes them here, so that no label of several lines is overlooked", async () => {
    const h = new RouterHarness(routing(), Date.now());
    const labels = { alertname: "Lines", job_name: "a\nb" };
    const id = h.fire(labels);
    await alertmanager.post([{ labels, endsAt: new Date(Date.now() + HOUR_MS).toISOString() }]);
    h.silence([{ name: "job_name", op: "=~", value: "a.*" }], HOUR_MS);
    await addSilence(alertmanager, '{job_name=~"a.*"}');
    expect(ourVerdict(h, id)).toBe("silenced");
    expect((await alertmanager.alerts()).map(theirVerdict)).toEqual(["told"]);
  });

  it("on how matchers are read and written, wherever both take them", async () => {
    const random = seeded(SEED + 200);
    for (let n = 0; n < 20; n += 1) {
      const matchers = [...randomMatchers(random, 2), { name: "n", op: "=" as const, value: String(n) }];
      const id = await addSilence(alertmanager, formatMatchers(matchers));
      const silence = (await alertmanager.getJson(`/api/v2/silence/${id}`)) as {
        readonly matchers: readonly ApiMatcher[];
      };
      expect(silence.matchers.map(fromApi)).toEqual(matchers);
      expect(parseMatchers(formatMatchers(matchers))).toEqual(matchers);
    }
  });
});

type Verdict = "inhibited" | "silenced" | "told";

async function expectAgreement(
  alertmanager: AlertmanagerProcess,
  h: RouterHarness,
  silences: ReadonlyMap<string, string>,
): Promise<void> {
  h.tick();
  const active = [...h.alerts.values()].filter(({ state }) => state === "firing");
  const ours = new Map(active.map(({ id, fingerprint }) => [fingerprint, ourVerdict(h, id)]));
  // Its inhibitor learns of alerts a moment after they were accepted.
  await vi.waitFor(
    async () => {
      const theirs = new Map((await alertmanager.alerts()).map((alert) => [alert.fingerprint, theirVerdict(alert)]));
      expect(theirs).toEqual(ours);
    },
    { timeout: 10_000, interval: 100 },
  );
  // With another seed a silence may happen to hide everything.
  const least = SEED === DEFAULT_SEED ? 4 : 0;
  for (const verdict of ["inhibited", "silenced", "told"]) {
    expect([...ours.values()].filter((each) => each === verdict).length).toBeGreaterThanOrEqual(least);
  }
  for (const { fingerprint, status } of await alertmanager.alerts()) {
    if (ours.get(fingerprint) !== "silenced") continue;
    const alert = active.find((each) => each.fingerprint === fingerprint);
    const name = h.router.explain(alert?.id ?? "", h.nowMs)?.groups[0]?.heldBackBy?.name ?? "";
    expect(status.silencedBy).toContain(silences.get(name));
  }
  // What a person sees who asks their tool.
  const output = await alertmanager.amtool(["alert", "query", "-s", "-i", "-o", "json"]);
  const shown = (JSON.parse(output) as readonly ApiAlert[]).map((alert) => [alert.fingerprint, theirVerdict(alert)]);
  for (const [fingerprint, verdict] of shown) expect(ours.get(fingerprint ?? "")).toBe(verdict);
  const hidden = [...ours].filter(([, verdict]) => verdict !== "told").map(([fingerprint]) => fingerprint);
  expect(shown.map(([fingerprint]) => fingerprint)).toEqual(expect.arrayContaining(hidden));
}

function ourVerdict(h: RouterHarness, id: string): Verdict {
  const kind = h.router.explain(id, h.nowMs)?.groups[0]?.heldBackBy?.kind;
  return kind === "inhibited" || kind === "silenced" ? kind : "told";
}

/** Alertmanager judges both by themselves; inhibition comes first, for it as for us. */
function theirVerdict({ status }: ApiAlert): Verdict {
  if (status.inhibitedBy.length > 0) return "inhibited";
  return status.silencedBy.length > 0 ? "silenced" : "told";
}

async function addSilence(alertmanager: AlertmanagerProcess, matchers: string): Promise<string> {
  const parts = parseMatchers(matchers).map((matcher) => formatMatchers([matcher]).slice(1, -1));
  const output = await alertmanager.amtool([
    "silence",
    "add",
    "--duration=1h",
    "--author=ann",
    "--comment=planned work",
    ...parts,
  ]);
  return output.trim();
}

interface ApiMatcher {
  readonly name: string;
  readonly value: string;
  readonly isRegex: boolean;
  readonly isEqual: boolean;
}

const fromApi = ({ name, value, isRegex, isEqual }: ApiMatcher): unknown => ({
  name,
  op: `${isEqual ? "=" : "!"}${isRegex ? "~" : isEqual ? "" : "="}`,
  value,
});
