import type { Sample } from "../../model/evaluation.ts";
import { hashOf, labelsKey, type Labels, type LabelsKey } from "../../model/labels.ts";
import type { Aggregate, GroupBy } from "../../model/rule.ts";
import type { Selection, Stream } from "../../model/series.ts";
import { Accumulator } from "./aggregate.ts";
import { labelsOf, textAt, traitsOf } from "./group-labels.ts";
import type { StreamLists } from "./reading.ts";

/** The streams of one label set. */
export interface Group extends StreamLists {
  readonly key: LabelsKey;
  readonly labels: Labels;
  /** Only what all its streams agree on. */
  traits: Labels;
  streams: Stream[];
  denominators: Stream[];
  /** What was found last, if it held: told again as it is while it does not change. */
  sample: Sample | undefined;
  /** Where a look at all streams adds up what it reads. */
  readonly sum: Accumulator;
  /** It held, and why it does not any more may not have been told. */
  held: boolean;
}

/** A stream of the first selection, and its label set. */
export interface Member {
  readonly stream: Stream;
  readonly group: Group;
}

export interface GroupsOptions {
  readonly aggregate: Aggregate;
  readonly by: GroupBy;
  readonly inScope: (lookup: (name: string) => string) => boolean;
  readonly select: Selection;
  /** The second list of a ratio. */
  readonly denominators?: Selection;
}

/** Replaced, never filled. */
const NONE: Stream[] = [];

/** Label sets of a rule, following its selections. Labels are built once per stream. */
export class Groups {
  readonly #options: GroupsOptions;
  readonly #groups = new Map<LabelsKey, Group>();
  /** Null: out of the rule's scope. */
  readonly #groupOf = new Map<Stream, Group | null>();
  /** In the order of their creation: they lie in memory like that, which makes a look at all of them several times faster. */
  #members: Member[] = [];
  #version = "";

  constructor(options: GroupsOptions) {
    this.#options = options;
  }

  /** All label sets, those whose streams are gone among them. */
  all(): Iterable<Group> {
    this.#follow();
    return this.#groups.values();
  }

  /** All streams of the first selection that are in scope. */
  members(): readonly Member[] {
    this.#follow();
    return this.#members;
  }

  has(key: LabelsKey): boolean {
    return this.#groups.has(key);
  }

  /** Label sets whose streams got points. */
  touched(): ReadonlySet<Group> {
    const { select, denominators } = this.#options;
    const streams = [...select.takeTouched(), ...(denominators?.takeTouched() ?? [])];
    const groups = new Set<Group>();
    if (streams.length === 0) return groups;
    this.#follow();
    for (const stream of streams) {
      const group = this.#groupOf.get(stream);
      if (group) groups.add(group);
    }
    return groups;
  }

  forget(group: Group): void {
    this.#groups.delete(group.key);
  }

  #follow(): void {
    const { select, denominators } = this.#options;
    const version = `${select.version}/${denominators?.version ?? 0}`;
    if (version === this.#version) return;
    this.#version = version;
    for (const stream of select.streams) if (!this.#groupOf.has(stream)) this.#add(stream);
    for (const stream of denominators?.streams ?? []) if (!this.#groupOf.has(stream)) this.#add(stream);
    if (denominators !== undefined || this.#groupOf.size !== select.streams.size) this.#dropGone();
  }

  #add(stream: Stream): void {
    const { by, inScope, select, denominators } = this.#options;
    if (!inScope((name) => textAt(stream, name))) {
      this.#groupOf.set(stream, null);
      return;
    }
    const group = this.#groupFor(stream, by);
    if (group.streams.length + group.denominators.length > 0) agree(group, stream);
    this.#groupOf.set(stream, group);
    if (select.streams.has(stream)) {
      group.streams = withStream(group.streams, stream);
      this.#members.push({ stream, group });
    }
    if (denominators?.streams.has(stream) === true) group.denominators = withStream(group.denominators, stream);
  }

  #groupFor(stream: Stream, by: GroupBy): Group {
    const labels = labelsOf(stream, by);
    const key = labelsKey(labels);
    const known = this.#groups.get(key);
    if (known === undefined) return this.#newGroup(stream, labels, key);
    const isShared = by !== "all" || this.#options.denominators !== undefined || known.streams.length === 0;
    if (isShared) return known;
    // Resources that differ in nothing that is a label are two nevertheless: the later one says so.
    const told = { ...labels, stream: hashOf(stream.key) };
    return this.#groups.get(labelsKey(told)) ?? this.#newGroup(stream, told, labelsKey(told));
  }

  #newGroup(stream: Stream, labels: Labels, key: LabelsKey): Group {
    const traits = traitsOf(stream, labels);
    const sum = new Accumulator(this.#options.aggregate);
    const group: Group = {
      key,
      labels,
      traits,
      streams: NONE,
      denominators: NONE,
      sample: undefined,
      sum,
      held: false,
    };
    this.#groups.set(key, group);
    return group;
  }

  #dropGone(): void {
    const { select, denominators } = this.#options;
    const poorer = new Set<Group>();
    for (const [stream, group] of this.#groupOf) {
      if (select.streams.has(stream) || denominators?.streams.has(stream) === true) continue;
      this.#groupOf.delete(stream);
      if (group !== null) poorer.add(group);
    }
    if (poorer.size > 0) this.#members = this.#members.filter(({ stream }) => this.#groupOf.has(stream));
    for (const group of poorer) {
      group.streams = group.streams.filter((stream) => this.#groupOf.has(stream));
      group.denominators = group.denominators.filter((stream) => this.#groupOf.has(stream));
    }
  }
}

/** Most label sets have one stream: a list of just that one. */
function withStream(streams: Stream[], stream: Stream): Stream[] {
  if (streams.length === 0) return [stream];
  streams.push(stream);
  return streams;
}

function agree(group: Group, stream: Stream): void {
  const other = traitsOf(stream, group.labels);
  const entries = Object.entries(group.traits);
  const common = entries.filter(([name, value]) => other[name] === value);
  if (common.length === entries.length) return;
  group.traits = Object.fromEntries(common);
  group.sample = undefined;
}
