import type { Finding } from "@jobscope/sanitizer";

export interface TallyRow {
  readonly detector: string;
  readonly kind: string;
  readonly action: string;
  readonly count: number;
}

/** Counts findings by detector, kind and action; holds no value. */
export class FindingsTally {
  readonly #rows = new Map<string, TallyRow>();
  total = 0;

  add({ detector, kind, action }: Pick<Finding, "detector" | "kind" | "action">): void {
    const key = `${kind} ${action}`;
    const count = (this.#rows.get(key)?.count ?? 0) + 1;
    this.#rows.set(key, { detector, kind, action, count });
    this.total++;
  }

  /** The most frequent first. */
  rows(): readonly TallyRow[] {
    return [...this.#rows.values()].toSorted((a, b) => b.count - a.count || a.kind.localeCompare(b.kind));
  }

  /** For people: one line per row. */
  table(): string {
    const rows = this.rows();
    const widest = Math.max(...rows.map(({ kind }) => kind.length), 0);
    return rows.map(({ kind, action, count }) => `  ${kind.padEnd(widest)}  ${action}  ${count}\n`).join("");
  }
}
