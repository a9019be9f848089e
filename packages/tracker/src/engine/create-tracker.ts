import type { Change } from "../model/change.ts";
import type { InstanceKey, JobId } from "../model/identity.ts";
import type { Instance } from "../model/job.ts";
import type { Tracker, TrackerInput, TrackerOptions, TrackerRefusal } from "../model/tracker.ts";
import { identityOfResource } from "../read/resource-identity.ts";
import { forgetOld } from "./forget-old.ts";
import { stopInstance } from "./judge/depart.ts";
import { judgeClock, restartLeases } from "./judge/judge-clock.ts";
import { judgeFeed } from "./judge/judge-feed.ts";
import { refreshJob } from "./judge/refresh-job.ts";
import { retireJob, retireReplaced } from "./judge/retire.ts";
import { armSilences } from "./judge/silence-notice.ts";
import { Book } from "./memory/book.ts";
import type { InstanceEntry } from "./memory/entries.ts";
import { buryDeadAtStart, restore } from "./restore.ts";
import { hear, instanceOf } from "./take/hear.ts";
import { onDeclared } from "./take/on-declared.ts";
import { onMissed } from "./take/on-missed.ts";
import { onHeartbeat, onProcessStart } from "./take/on-process.ts";
import { onRun } from "./take/on-run.ts";
import { onSwitched } from "./take/on-switched.ts";
import { refuseInstance, refuseJob } from "./take/refuse.ts";

function take(book: Book, input: TrackerInput): void {
  const sender = input.kind === "sign_of_life" ? identityOfResource(input.record.resource) : input;
  const unknown = refuseInstance(book, sender);
  if (unknown !== undefined) {
    if (input.kind !== "sign_of_life") book.refuse(unknown);
    return;
  }
  const entry = instanceOf(book, sender);
  const fresh = hear(book, entry, input);
  const refusal = refuseJob(book, entry.service, input);
  if (refusal === undefined) takeKnown(book, entry, { input, fresh });
  else book.refuse(refusal);
}

function takeKnown(
  book: Book,
  entry: InstanceEntry,
  { input, fresh }: { readonly input: TrackerInput; readonly fresh: boolean },
): void {
  switch (input.kind) {
    case "sign_of_life":
      return;
    case "job.declared":
      onDeclared(book, entry, input);
      return;
    case "job.paused":
    case "job.resumed":
    case "job.removed":
      onSwitched(book, entry, input);
      return;
    case "job.slot.missed":
      onMissed(book, entry, input);
      return;
    case "job.process.start":
      onProcessStart(book, entry, input);
      return;
    case "job.process.heartbeat":
      onHeartbeat(book, entry, input);
      return;
    case "job.process.stop":
      stopInstance(book, entry, input);
      return;
    default:
      onRun(book, entry, { input, fresh });
  }
}

class MemoryTracker implements Tracker {
  readonly #book: Book;
  #started = false;

  constructor(options: TrackerOptions) {
    this.#book = new Book(options);
    this.#book.begin();
    if (options.snapshot !== undefined) restore(this.#book, options.snapshot);
  }

  accept(inputs: readonly TrackerInput[]): readonly Change[] {
    const book = this.#book;
    book.begin();
    for (const input of inputs) take(book, input);
    return this.#finish();
  }

  refused(): TrackerRefusal {
    return this.#book.refused;
  }

  tick(): readonly Change[] {
    const book = this.#book;
    book.begin();
    if (!this.#started) {
      this.#started = true;
      buryDeadAtStart(book);
    }
    judgeClock(book);
    // Judging one instance may set deadlines of another, whose feed is past them already.
    for (let rounds = 0; book.fed.size > 0 && rounds < 100; rounds += 1) {
      const fed = [...book.fed];
      book.fed.clear();
      for (const entry of fed) judgeFeed(book, entry);
    }
    forgetOld(book);
    return this.#finish();
  }

  nextDeadline(): number | undefined {
    const book = this.#book;
    if (book.fed.size > 0) return 0;
    const next = book.clock.peek();
    return next === undefined ? undefined : Math.max(0, next - book.options.clock.monotonicMs());
  }

  receivingResumed(): void {
    this.#book.begin();
    restartLeases(this.#book);
  }

  retire(jobId: JobId, reason: string): readonly Change[] {
    const book = this.#book;
    book.begin();
    const job = book.jobs.get(jobId);
    if (job !== undefined) retireJob(book, job, { by: "admin", atMs: book.nowMs, reason });
    return this.#finish();
  }

  instance(key: InstanceKey): Instance | undefined {
    return this.#book.instances.get(key)?.instance;
  }

  #finish(): readonly Change[] {
    const book = this.#book;
    for (const service of book.departed) {
      retireReplaced(book, service);
      armSilences(book, service);
    }
    book.departed.clear();
    for (const job of book.dirtyJobs) refreshJob(book, job);
    book.dirtyJobs.clear();
    return book.log.changes();
  }
}

/** Judges runs, slots and the health of jobs. What a call returns must be written before the next call. */
export function createTracker(options: TrackerOptions): Tracker {
  return new MemoryTracker(options);
}
