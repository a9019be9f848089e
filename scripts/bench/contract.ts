/** One measured figure. A target is a comparison with a number in the figure's unit: `<= 15`, `> 300000`. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly target?: string;
}

/** What every `*.bench.ts` exports under the name `bench`. */
export interface Bench {
  readonly name: string;
  run(): Promise<readonly Figure[]>;
}

export type BenchResult =
  | { readonly kind: "measured"; readonly file: string; readonly name: string; readonly figures: readonly Figure[] }
  | { readonly kind: "failed"; readonly file: string; readonly reason: string };

const TARGET = /^(?<comparison><=|>=|<|>)\s*(?<limit>[\d_.]+)$/u;

/**
 * Whether the figure keeps its target; undefined where it has none.
 * @throws Error if the target is no comparison with a number.
 */
export function meetsTarget({ name, value, target }: Figure): boolean | undefined {
  if (target === undefined) return undefined;
  const { comparison, limit } = TARGET.exec(target.trim())?.groups ?? {};
  const bound = Number(limit?.replaceAll("_", ""));
  if (comparison === undefined || Number.isNaN(bound)) {
    throw new Error(`${name}: the target "${target}" is no comparison. Write one such as "<= 15".`);
  }
  const holds = { "<": value < bound, "<=": value <= bound, ">": value > bound, ">=": value >= bound };
  return holds[comparison as keyof typeof holds];
}
