import type { MetricDescriptor, Resource, Scope } from "@jobscope/otlp";
import { identityOfResource, type InstanceKey } from "@jobscope/tracker";

import { attributesKey, descriptorKey, scopeKey } from "./canonical-key.ts";
import type { CounterOptions } from "./counter-track.ts";

/** A resource: in practice one process. `S` is what is kept per stream. */
export interface ProcessOrigin<S> {
  readonly key: string;
  readonly resource: Resource;
  readonly meters: Map<string, MeterOrigin<S>>;
  /** Event time of the newest point, of whatever metric. */
  newestMs: number;
  heardMs: number;
  /** The process is known to have ended. */
  hasEnded: boolean;
  /** Taken out of the table; a request that is still at hand may refer to it. */
  isGone: boolean;
}

/** A scope of a resource. */
export interface MeterOrigin<S> {
  readonly process: ProcessOrigin<S>;
  readonly key: string;
  /** Event time of its first point, of whatever metric. */
  readonly firstMs: number;
  heardMs: number;
  /** Selected metrics by name and by what else tells them apart. */
  readonly metrics: Map<string, MetricOrigin<S>>;
}

/** A metric of a scope. */
export interface MetricOrigin<S> {
  readonly key: string;
  readonly meter: MeterOrigin<S>;
  readonly metric: MetricDescriptor;
  readonly streams: Map<string, S>;
  /** The first one of the last request. */
  first: S | undefined;
  /** Streams of it were refused or forgotten: that one is not here does not say that it is new. */
  hasGaps: boolean;
  /** Of the streams that were new last. */
  options: CounterOptions | undefined;
}

/** Ended processes that are remembered. */
const MAX_ENDED = 10_000;

function keepNewest(keys: Set<InstanceKey>): void {
  const [oldest] = keys;
  if (keys.size > MAX_ENDED && oldest !== undefined) keys.delete(oldest);
}

/**
 * Resources and scopes by what they are. A request holds equal ones as one object, so the long keys are built once per request;
 * points come in runs of one origin, so most of them cost two comparisons.
 */
export class Origins<S> {
  readonly #limit: number;
  #meters = 0;
  #metrics = 0;
  readonly #processes = new Map<string, ProcessOrigin<S>>();
  readonly #processOf = new WeakMap<Resource, ProcessOrigin<S>>();
  /** Processes that have ended; what they had not sent by then may come afterwards. */
  readonly #ended = new Set<InstanceKey>();
  readonly #scopeKeys = new WeakMap<Scope, string>();

  /** @param limit of resources, of scopes and of metrics: each may be the one that somebody varies without end. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  get processes(): Iterable<ProcessOrigin<S>> {
    return this.#processes.values();
  }

  /** Undefined: there are too many already. */
  process(resource: Resource): ProcessOrigin<S> | undefined {
    const known = this.#processOf.get(resource);
    if (known !== undefined && !known.isGone) return known;
    const key = attributesKey(resource.attributes);
    const process = this.#processes.get(key) ?? this.#newProcess(key, resource);
    if (process !== undefined) this.#processOf.set(resource, process);
    return process;
  }

  #newProcess(key: string, resource: Resource): ProcessOrigin<S> | undefined {
    if (this.#processes.size >= this.#limit) return undefined;
    const process = {
      key,
      resource,
      meters: new Map<string, MeterOrigin<S>>(),
      newestMs: 0,
      heardMs: 0,
      hasEnded: this.#ended.has(identityOfResource(resource).instanceKey),
      isGone: false,
    };
    this.#processes.set(key, process);
    return process;
  }

  /** One look at the processes, however many instances there are. */
  setEnded(instances: ReadonlySet<InstanceKey>, ended: boolean): void {
    const changed = new Set([...instances].filter((key) => this.#ended.has(key) !== ended));
    // The usual case: those that live have lived before.
    if (changed.size === 0) return;
    for (const key of changed) {
      if (ended) keepNewest(this.#ended.add(key));
      else this.#ended.delete(key);
    }
    for (const process of this.#processes.values()) {
      if (changed.has(identityOfResource(process.resource).instanceKey)) process.hasEnded = ended;
    }
  }

  meter(process: ProcessOrigin<S>, scope: Scope, firstMs: number): MeterOrigin<S> | undefined {
    const key = this.#scopeKey(scope);
    const known = process.meters.get(key);
    if (known !== undefined || this.#meters >= this.#limit) return known;
    const meter: MeterOrigin<S> = { process, key, firstMs, heardMs: 0, metrics: new Map() };
    process.meters.set(key, meter);
    this.#meters += 1;
    return meter;
  }

  #scopeKey(scope: Scope): string {
    const known = this.#scopeKeys.get(scope);
    if (known !== undefined) return known;
    const key = scopeKey(scope);
    this.#scopeKeys.set(scope, key);
    return key;
  }

  metric(meter: MeterOrigin<S>, metric: MetricDescriptor): MetricOrigin<S> | undefined {
    const key = `${metric.name.length}:${metric.name}${descriptorKey(metric)}`;
    const known = meter.metrics.get(key);
    if (known !== undefined || this.#metrics >= this.#limit) return known;
    const origin: MetricOrigin<S> = {
      key: `${meter.process.key}|${meter.key}|${key}`,
      meter,
      metric,
      streams: new Map(),
      first: undefined,
      hasGaps: false,
      options: undefined,
    };
    meter.metrics.set(key, origin);
    this.#metrics += 1;
    return origin;
  }

  forgetMetric({ metrics }: MeterOrigin<S>, key: string): void {
    if (metrics.delete(key)) this.#metrics -= 1;
  }

  forgetMeter({ process, key }: MeterOrigin<S>): void {
    if (process.meters.delete(key)) this.#meters -= 1;
  }

  forgetProcess(process: ProcessOrigin<S>): void {
    process.isGone = true;
    this.#processes.delete(process.key);
  }
}
