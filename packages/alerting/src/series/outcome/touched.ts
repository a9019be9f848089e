import type { JobId, ServiceId } from "@jobscope/tracker";

/** What has changed since somebody last looked. Sets, so it is bounded by what exists. */
export interface Touched {
  readonly jobs: Set<JobId>;
  /** Processes came, went or fell silent, or who owes what has changed. */
  readonly services: Set<ServiceId>;
  /** Services with other errors than before. */
  readonly spikes: Set<ServiceId>;
  /** Keys of {@link SharedError}s. */
  readonly errors: Set<string>;
  /** Anything at all was received. */
  heard: boolean;
}

export type TouchedKind = Exclude<keyof Touched, "heard">;

/** Tells every follower of the kinds that it asked for; each empties its own sets. */
export class Followers {
  readonly #followers: { readonly touched: Touched; readonly kinds: ReadonlySet<TouchedKind> }[] = [];

  follow(kinds: readonly TouchedKind[]): Touched {
    const touched: Touched = {
      jobs: new Set(),
      services: new Set(),
      spikes: new Set(),
      errors: new Set(),
      heard: false,
    };
    this.#followers.push({ touched, kinds: new Set(kinds) });
    return touched;
  }

  touch(kind: TouchedKind, key: string): void {
    for (const { touched, kinds } of this.#followers) if (kinds.has(kind)) touched[kind].add(key);
  }

  hear(): void {
    for (const { touched } of this.#followers) touched.heard = true;
  }
}

/** What the set held; it is empty then. */
export function drain(touched: Set<string>): readonly string[] {
  const keys = [...touched];
  touched.clear();
  return keys;
}
