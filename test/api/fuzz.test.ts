import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";

import { allowed, anyBody, hostile } from "./support/arbitraries.ts";
import { DescribedApi } from "./support/described-api.ts";
import type { Operation, Parameter } from "./support/described-api.ts";
import { filledMonitor } from "./support/monitor-with-data.ts";
import type { FilledMonitor } from "./support/monitor-with-data.ts";

/** A failing run fails again. */
const SEED = 20_261_125;
const RUNS = 30;

/** Values that their schema allows and that mean nothing alone, and why. */
const NEEDS_MORE: Readonly<Record<string, string>> = {
  cursor: "only one that the API gave out, for the same query, is good",
  step: "only whole multiples of what the endpoint counts in are good",
  tz: "only names of zones are good; job, only beside job_id",
};

/** Operations whose parameters mean something only with others, and why. */
const TOGETHER: Readonly<Record<string, string>> = {
  getExport: "each type has filters of its own",
};

let monitor: FilledMonitor;
let api: DescribedApi;
beforeAll(async () => {
  monitor = await filledMonitor();
  api = await DescribedApi.read(monitor.api);
});
afterAll(() => monitor[Symbol.asyncDispose]());

const check = async (property: fc.IAsyncProperty<unknown>, numRuns = RUNS): Promise<void> =>
  fc.assert(property, { seed: SEED, numRuns });

const queryOf = ({ parameters = [] }: Operation): readonly Parameter[] =>
  parameters.filter((parameter) => parameter.in === "query");

const requiredOf = (operation: Operation): fc.Arbitrary<Record<string, string>> =>
  fc.record(
    Object.fromEntries(
      queryOf(operation).flatMap(({ name, required, schema }) => (required === true ? [[name, allowed(schema)]] : [])),
    ),
  );

const defined = (given: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== undefined));

const isAskedAlone = ({ path, operationId }: Operation): boolean =>
  !path.includes("{id}") && TOGETHER[operationId] === undefined;

it("each value that the schema of its parameter allows is taken, alone", async () => {
  for (const operation of api.operations.filter(isAskedAlone)) {
    for (const { name, schema } of queryOf(operation).filter((parameter) => NEEDS_MORE[parameter.name] === undefined)) {
      const property = fc.asyncProperty(allowed(schema), requiredOf(operation), async (value, required) => {
        const { status, json } = await api.call(operation, { query: { ...required, [name]: value } });
        expect([operation.operationId, name, value, status, json]).toEqual([
          operation.operationId,
          name,
          value,
          200,
          json,
        ]);
      });
      await check(property, 5);
    }
  }
});

it("whatever is sent as parameters and ids is answered as described, and never by a failure of ours", async () => {
  for (const operation of api.operations) {
    const fields = queryOf(operation).map(({ name, schema }) => [name, fc.oneof(allowed(schema), hostile)] as const);
    const query = fc.record(Object.fromEntries(fields), { requiredKeys: [] });
    const id = hostile.filter((text) => text !== "" && text !== "." && text !== "..");
    const property = fc.asyncProperty(query, id, async (given, ofPath) => {
      const { status } = await api.call(operation, { query: defined(given), id: ofPath.toWellFormed() });
      expect(status).toBeLessThan(500);
    });
    await check(property);
  }
});

it("whatever is sent as a body is answered as described, and never by a failure of ours", async () => {
  for (const operation of api.operations.filter(({ method }) => method !== "GET")) {
    const property = fc.asyncProperty(anyBody, async (body) => {
      const { status } = await api.call(operation, { id: "none~~none~none", body });
      expect(status).toBeLessThan(500);
    });
    await check(property);
  }
  expect(monitor.warnings.filter((line) => line.startsWith("api:"))).toEqual([]);
});
