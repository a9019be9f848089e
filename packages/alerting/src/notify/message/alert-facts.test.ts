import { expect, test } from "vitest";

import { NOW, resolvedAlert, sampleAlert } from "../../../test/notify/sample-attempt.ts";
import type { Alert } from "../../model/alert.ts";
import { alertFacts, placeText } from "./alert-facts.ts";
import { durationText, timeText } from "./time-text.ts";

function rows(alert: Alert): Record<string, string> {
  return Object.fromEntries(alertFacts(alert, NOW).rows.map(({ name, text }) => [name, text]));
}

test("what happened is the summary, else the finding, else the rule's name", () => {
  const what = (change: Partial<Alert>): string => alertFacts(sampleAlert(change), NOW).what;
  expect(what({})).toBe("running for 2 h 3 min");
  expect(what({ annotations: { summary: " " } })).toBe("running for 2 h 3 min, longer than 2 h");
  expect(what({ annotations: {}, evidence: {} })).toBe("JobStuck");
});

test("it began when the evidence says, even before it fired", () => {
  expect(rows(sampleAlert())["Since"]).toBe("2026-11-25 07:59:03 UTC, for 2 h 3 min");
  expect(rows(sampleAlert({ evidence: {} }))["Since"]).toBe("2026-11-25 09:59:03 UTC, for 3 min");
  expect(rows(sampleAlert({ evidence: { firstMs: NOW + 5 } }))["Since"]).toBe("2026-11-25 09:59:03 UTC, for 3 min");
});

test("a resolve says when, after how long, why, and how often it happened", () => {
  expect(rows(resolvedAlert())).toMatchObject({
    Resolved: "2026-11-25 10:02:03 UTC, after 2 h 3 min",
    Because: "the run ended after 2 h 10 min",
    Since: "2026-11-25 07:59:03 UTC",
    Happened: "3 times, 2026-11-25 07:59:03 UTC to 2026-11-25 10:02:03 UTC",
  });
  const bare = resolvedAlert({ resolveDetail: "", resolveReason: "data_missing" });
  expect(rows(bare)["Because"]).toContain("its data is gone");
  expect(rows(resolvedAlert({ resolveDetail: "", resolveReason: "rule_edited" }))["Because"]).toBe(
    "the rule was edited",
  );
});

test("times of templates have the form of all others", () => {
  const text = "Last good run: 2026-11-25 08:00:00.123 +0000 UTC.";
  const annotations = { summary: text, description: `${text} ${text}` };
  const { what, rows: shown } = alertFacts(sampleAlert({ annotations }), NOW);
  const ours = "Last good run: 2026-11-25 08:00:00 UTC.";
  expect(what).toBe(ours);
  expect(shown).toContainEqual({ name: "Details", text: `${ours} ${ours}` });
});

test("a resolve repeats no advice, and keeps the failed run apart from the good one", () => {
  const { annotations } = sampleAlert();
  const alert = resolvedAlert({
    annotations: { ...annotations, description: "read the error, then run it again by hand" },
    goodRunKey: "run-78",
  });
  expect(alertFacts(alert, NOW).what).toBe("Was: running for 2 h 3 min");
  const shown = rows(alert);
  expect(shown).toMatchObject({
    Error: "TimeoutError: the ledger did not answer",
    "Failed run": "run-77",
    "Good run": "run-78",
  });
  for (const name of ["Details", "Runbook", "Last good run", "Run"]) expect(shown).not.toHaveProperty(name);
});

test("labels stand over traits; what is not known is not shown", () => {
  const labels = { deployment_environment_name: "staging" };
  expect(rows(sampleAlert({ labels }))["Environment"]).toBe("staging");
  const bare = sampleAlert({ labels: {}, traits: {}, evidence: {}, annotations: {} });
  expect(Object.keys(rows(bare))).toEqual(["Since", "Alert"]);
  expect(placeText(alertFacts(bare, NOW))).toBe("");
  expect(placeText(alertFacts(sampleAlert({ labels: { service_name: "api" } }), NOW))).toBe("api");
});

test("the alert's id, and the run's as the API takes it, are shown; the alert is a link where links have a base", () => {
  const { evidence } = sampleAlert();
  const alert = sampleAlert({ id: "a/1", evidence: { ...evidence, runKey: "billing/api.run-77" } });
  expect(rows(alert)).toMatchObject({ Alert: "a/1", Run: "billing/api.run-77" });
  expect(alertFacts(alert, NOW).rows.at(-1)).toEqual({ name: "Alert", text: "a/1" });
  for (const each of [alert, resolvedAlert({ id: "a/1" })]) {
    expect(alertFacts(each, NOW, "https://jobs.example.com").rows.at(-1)).toEqual({
      name: "Alert",
      text: "a/1",
      link: "https://jobs.example.com/api/scheduler-monitoring/alerts/a%2F1",
    });
  }
});

test("a runbook that is no web address is shown and is no link", () => {
  const facts = alertFacts(sampleAlert({ annotations: { runbook_url: "javascript:alert(1)" } }), NOW);
  expect(facts.rows.find(({ name }) => name === "Runbook")).toEqual({ name: "Runbook", text: "javascript:alert(1)" });
});

test.each([
  [0, "0 s"],
  [999, "0 s"],
  [59_999, "59 s"],
  [60_000, "1 min"],
  [61_000, "1 min 1 s"],
  [3_600_000, "1 h"],
  [7_380_000, "2 h 3 min"],
  [86_400_000, "1 d"],
  [90_061_000, "1 d 1 h"],
  [-5, "0 s"],
  [Number.NaN, "0 s"],
])("%d ms: %s", (ms, text) => {
  expect(durationText(ms)).toBe(text);
});

test("times that no calendar knows are unknown", () => {
  expect(timeText(0)).toBe("1970-01-01 00:00:00 UTC");
  expect(timeText(Number.NaN)).toBe("unknown");
  expect(timeText(9e15)).toBe("unknown");
});
