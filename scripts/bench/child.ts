/** Runs the bench named by its argument and sends the figures to the parent. */
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

import type { Bench, BenchResult } from "./contract.ts";

const file = process.argv[2] ?? "";
process.send?.(await measure(file));
process.disconnect();

async function measure(path: string): Promise<BenchResult> {
  try {
    const loaded: { readonly bench?: Bench } = await import(pathToFileURL(resolve(path)).href);
    if (loaded.bench === undefined) throw new Error("exports no `bench`");
    return { kind: "measured", file: path, name: loaded.bench.name, figures: await loaded.bench.run() };
  } catch (error) {
    return {
      kind: "failed",
      file: path,
      reason: error instanceof Error ? (error.stack ?? error.message) : String(error),
    };
  }
}
