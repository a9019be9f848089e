/** How long one part may take to stop before the next one is stopped anyway, milliseconds. */
export const STOP_STEP_MS = 10_000;

interface Step {
  readonly name: string;
  readonly stop: () => Promise<unknown> | void;
}

/** What became of a stop: names of parts that threw or did not end in time, with the reason. */
export interface StopReport {
  readonly problems: readonly string[];
}

/** Parts that were started, in order; stops them in reverse, each bounded in time, none skipped because another failed. */
export class Lifecycle {
  readonly #steps: Step[] = [];
  readonly #stepMs: number;

  constructor(stepMs: number = STOP_STEP_MS) {
    this.#stepMs = stepMs;
  }

  /** Call it as soon as `name` runs, before anything else is started. */
  started(name: string, stop: Step["stop"]): void {
    this.#steps.push({ name, stop });
  }

  async stop(): Promise<StopReport> {
    const problems: string[] = [];
    for (let step = this.#steps.pop(); step !== undefined; step = this.#steps.pop()) {
      // One after the other: that is the point of an order.
      const problem = await stopWithin(step, this.#stepMs);
      if (problem !== undefined) problems.push(problem);
    }
    return { problems };
  }
}

async function stopWithin(step: Step, limitMs: number): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`${step.name} did not stop within ${limitMs / 1_000} s`), limitMs);
  });
  const stopped = (async (): Promise<string | undefined> => {
    try {
      await step.stop();
      return undefined;
    } catch (error) {
      return `${step.name} failed to stop: ${error instanceof Error ? error.message : String(error)}`;
    }
  })();
  try {
    return await Promise.race([stopped, late]);
  } finally {
    clearTimeout(timer);
  }
}
