import { setTimeout as sleep } from "node:timers/promises";

import type {
  AlertDetailResource,
  AlertResource,
  HealthResource,
  JobDetailResource,
  JobResource,
  List,
  RunDetailResource,
  RunResource,
  SlotResource,
} from "@jobscope/query-api";

const POLL_MS = 50;

/** The admin API as an admin's program asks it: real HTTP, the key in the header, page after page. */
export class AdminApi {
  readonly #base: string;
  readonly #headers: Readonly<Record<string, string>>;

  /** `base` ends with the prefix of the API. */
  constructor(base: string, key: string) {
    this.#base = base;
    this.#headers = { authorization: `Bearer ${key}` };
  }

  jobs(query = ""): Promise<JobResource[]> {
    return this.#all<JobResource>(`jobs?limit=20&${query}`);
  }

  runs(query: string): Promise<RunResource[]> {
    return this.#all<RunResource>(`runs?limit=1000&${query}`);
  }

  slots(query: string): Promise<SlotResource[]> {
    return this.#all<SlotResource>(`slots?limit=1000&${query}`);
  }

  async job(query: string): Promise<JobDetailResource> {
    const [job, ...others] = await this.jobs(query);
    if (job === undefined || others.length > 0) throw new Error(`${query} names ${others.length} jobs, not one`);
    return (await this.#get(`jobs/${encodeURIComponent(job.id)}`)) as JobDetailResource;
  }

  alerts(query = ""): Promise<AlertResource[]> {
    return this.#all<AlertResource>(`alerts?limit=1000&${query}`);
  }

  async alert(id: string): Promise<AlertDetailResource> {
    return (await this.#get(`alerts/${encodeURIComponent(id)}`)) as AlertDetailResource;
  }

  async run(id: string): Promise<RunDetailResource> {
    return (await this.#get(`runs/${encodeURIComponent(id)}`)) as RunDetailResource;
  }

  async health(): Promise<HealthResource> {
    return (await this.#get("health")) as HealthResource;
  }

  /** The answer as it comes over the wire, status and headers before it, whatever they are. */
  async raw(path: string): Promise<Buffer> {
    return await bytesOf(await this.#ask(`${this.#base}/${path}`, this.#headers));
  }

  /** A page for people, without a key, by its path on the server; answered as {@link raw}. */
  async page(path: string): Promise<Buffer> {
    return await bytesOf(await this.#ask(new URL(path, this.#base)));
  }

  /** Asks until the answer satisfies; gives it back. @throws Error with the last answer after `timeoutMs`. */
  async until<T>(ask: () => Promise<T>, satisfies: (answer: T) => boolean, timeoutMs = 40_000): Promise<T> {
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      const answer = await ask();
      if (satisfies(answer)) return answer;
      if (performance.now() > deadline) {
        const shown = JSON.stringify(answer, undefined, 1).slice(0, 6000);
        throw new Error(`The API did not answer as awaited within ${timeoutMs} ms, but: ${shown}`);
      }
      await sleep(POLL_MS);
    }
  }

  /** Waits until the only run of `query` satisfies. */
  async untilRun(query: string, satisfies: (run: RunResource) => boolean, timeoutMs?: number): Promise<RunResource> {
    const ask = async (): Promise<readonly RunResource[]> => this.runs(query);
    const runs = await this.until(
      ask,
      ([run, ...others]) => run !== undefined && others.length === 0 && satisfies(run),
      timeoutMs,
    );
    return runs[0] as RunResource;
  }

  async #all<T>(path: string): Promise<T[]> {
    const items: T[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const at = cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`;
      const page = (await this.#get(`${path}${at}`)) as List<T>;
      items.push(...page.items);
      cursor = page.next_cursor;
    }
    return items;
  }

  /** Once more where a connection that both sides kept was closed by the server at that very moment. */
  async #ask(url: string | URL, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    const ask = (): Promise<Response> => fetch(url, { headers, signal: AbortSignal.timeout(30_000) });
    try {
      return await ask();
    } catch (error) {
      const cause = error instanceof Error ? error.cause : undefined;
      const isClosed = cause instanceof Error && "code" in cause && cause.code === "UND_ERR_SOCKET";
      if (!isClosed) throw error;
      return await ask();
    }
  }

  async #get(path: string): Promise<unknown> {
    const response = await this.#ask(`${this.#base}/${path.replace(/[?&]+$/, "")}`, this.#headers);
    // Tests that run at the same time have more requests under way than one key may have.
    if (response.status === 429) {
      await sleep(Number(response.headers.get("retry-after")) * 1_000);
      return await this.#get(path);
    }
    if (!response.ok) throw new Error(`GET ${path} was answered ${response.status}: ${await response.text()}`);
    return await response.json();
  }
}

async function bytesOf(response: Response): Promise<Buffer> {
  const head = [response.status, ...[...response.headers].map((header) => header.join(": "))].join("\n");
  return Buffer.concat([Buffer.from(`${head}\n\n`), Buffer.from(await response.arrayBuffer())]);
}
