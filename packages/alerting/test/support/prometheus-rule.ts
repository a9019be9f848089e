import type { Sample } from "../../src/model/evaluation.ts";
import { fingerprintOf, type Labels, labelsKey } from "../../src/model/labels.ts";
import type { Rule } from "../../src/model/rule.ts";

interface Instance {
  readonly labels: Labels;
  state: "pending" | "firing" | "inactive";
  value: number;
  annotation: string;
  activeAtMs: number;
  firedAtMs?: number | undefined;
  resolvedAtMs?: number;
  keepFiringSinceMs?: number | undefined;
}

const expand = (text: string, sample: Sample): string =>
  text
    .replaceAll(/\{\{ \$labels\.(\w+) \}\}/g, (_, name: string) => sample.labels[name] ?? "")
    .replaceAll("{{ $value }}", String(sample.value));

/** An alerting rule as Prometheus evaluates it, written down from its description and as short as can be. */
export class PrometheusRule {
  readonly #rule: Rule;
  readonly #instances = new Map<string, Instance>();
  /** What its last evaluation fired and resolved. */
  told: string[] = [];

  constructor(rule: Rule) {
    this.#rule = rule;
  }

  /** Undefined: the query failed. */
  evaluate(atMs: number, result: readonly Sample[] | undefined): boolean {
    const { severity, name } = this.#rule;
    this.told = [];
    const found = new Map<string, { labels: Labels; sample: Sample }>();
    for (const sample of result ?? []) {
      const own = Object.entries(this.#rule.labels).map(([label, text]) => [label, expand(text, sample)]);
      const labels: Labels = { ...sample.labels, severity, ...Object.fromEntries(own), alertname: name };
      if (found.has(labelsKey(labels))) return false;
      found.set(labelsKey(labels), { labels, sample });
    }
    if (result === undefined) return false;
    for (const [key, { labels, sample }] of found) {
      const annotation = expand(this.#rule.annotations["text"] ?? "", sample);
      const known = this.#instances.get(key);
      if (known === undefined || known.state === "inactive") {
        this.#instances.set(key, { labels, state: "pending", value: sample.value, annotation, activeAtMs: atMs });
      } else Object.assign(known, { value: sample.value, annotation });
    }
    for (const [key, instance] of this.#instances) this.#step(key, instance, found.has(key), atMs);
    return true;
  }

  #step(key: string, instance: Instance, holds: boolean, atMs: number): void {
    if (holds) {
      instance.keepFiringSinceMs = undefined;
      if (instance.state !== "pending" || atMs - instance.activeAtMs < this.#rule.forMs) return;
      Object.assign(instance, { state: "firing", firedAtMs: atMs });
      this.#tell(instance, "firing");
      return;
    }
    if (instance.state === "pending") this.#instances.delete(key);
    if (instance.state === "inactive" && atMs - (instance.resolvedAtMs ?? 0) > 900_000) this.#instances.delete(key);
    if (instance.state !== "firing") return;
    instance.keepFiringSinceMs ??= atMs;
    if (atMs - instance.keepFiringSinceMs < this.#rule.keepFiringForMs) return;
    Object.assign(instance, { state: "inactive", resolvedAtMs: atMs });
    this.#tell(instance, "resolved");
  }

  #tell(instance: Instance, what: string): void {
    this.told.push(`${fingerprintOf(instance.labels)} ${what}`);
  }

  /** A value that moved within the last minute is lost by a kill, and only that. */
  showed(labels: Labels, value: number, annotation: string): void {
    Object.assign(this.#instances.get(labelsKey(labels)) ?? {}, { value, annotation });
  }

  active(): readonly object[] {
    return [...this.#instances.values()]
      .filter(({ state }) => state !== "inactive")
      .map(({ labels, state, value, annotation, activeAtMs, firedAtMs, keepFiringSinceMs }) => ({
        labels,
        state,
        value,
        annotation,
        activeAtMs,
        firedAtMs,
        keepFiringSinceMs,
      }));
  }
}
