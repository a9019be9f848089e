import express from "express";
import { describe, expect, it } from "vitest";

import { serve } from "../../../test/api-server.ts";
import type { Answer } from "../../../test/api-server.ts";
import { PROBLEM_KINDS } from "../../model/problem.ts";
import type { ProblemKind } from "../../model/problem.ts";
import type { ApiFailure } from "../deps.ts";
import { nameRequests } from "../request/request-id.ts";
import { ApiProblem } from "./api-problem.ts";
import { problemWriter } from "./write-problem.ts";

const SECRET = "SQLITE_ERROR: SELECT * FROM runs in /srv/app/data/jobscope.db";
const cause = Object.assign(new Error(SECRET), { code: "ERR_SQLITE_ERROR", errstr: SECRET });
const KINDS = Object.keys(PROBLEM_KINDS) as ProblemKind[];

interface Told {
  readonly answer: Answer;
  readonly failures: readonly ApiFailure[];
}

async function answerTo(thrown: unknown, showErrorDetails: boolean): Promise<Told> {
  const failures: ApiFailure[] = [];
  const writer = problemWriter({
    onFailure: (failure) => failures.push(failure),
    showErrorDetails,
    nowMs: () => 0,
    paths: [],
  });
  const app = express().use(nameRequests(), () => Promise.reject(thrown), writer);
  await using server = await serve(app);
  return { answer: await server.ask("/x?y"), failures };
}

describe.each([true, false])("a problem (details shown: %s)", (showErrorDetails) => {
  it.each(KINDS)("of kind %s tells nothing of its cause, and names the request", async (kind) => {
    const { answer, failures } = await answerTo(
      new ApiProblem({ kind, detail: "What is wrong.", cause }),
      showErrorDetails,
    );
    const { status, title } = PROBLEM_KINDS[kind];
    expect(answer.status).toBe(status);
    expect(answer.json).toEqual({
      type: `urn:jobscope:problem:${kind}`,
      title,
      status,
      detail: "What is wrong.",
      instance: "/x",
      request_id: answer.headers["x-request-id"],
    });
    expect(answer.headers["cache-control"]).toBe("no-store");
    expect(answer.text + JSON.stringify(answer.headers)).not.toMatch(/SQLITE|SELECT|srv|stack/);
    expect(failures.map(({ error }) => error)).toEqual(status >= 500 ? [cause] : []);
  });
});

describe("whatever else is thrown", () => {
  const THROWN: readonly (readonly [string, unknown])[] = [
    ["an error", cause],
    ["an error that calls itself harmless", Object.assign(new Error(SECRET), { status: 418, expose: true })],
    ["an error of a library with its status", Object.assign(new Error(SECRET), { statusCode: 200 })],
    ["several errors", new AggregateError([cause], SECRET)],
    ["a text", SECRET],
    ["an object", { message: SECRET, stack: SECRET }],
    ["a number", 200],
  ];

  it.each(THROWN)("%s is a fault of ours, without its text", async (_what, thrown) => {
    const { answer, failures } = await answerTo(thrown, false);
    expect([answer.status, answer.json.type]).toEqual([500, "urn:jobscope:problem:internal"]);
    expect(answer.text).not.toMatch(/SQLITE|SELECT|srv|stack/);
    expect(failures.map(({ error }) => error)).toEqual([thrown]);
  });

  it("shows its text in development, never where it was thrown", async () => {
    const { answer } = await answerTo(cause, true);
    expect(answer.json.detail).toBe(`Error: ${SECRET}`);
    expect(answer.text).not.toMatch(/\bat |\.ts|node_modules/);
  });

  it("of a request that cannot be read is told to its sender alone", async () => {
    for (const thrown of [new URIError(SECRET), Object.assign(new Error(SECRET), { status: 400 })]) {
      const { answer, failures } = await answerTo(thrown, false);
      expect([answer.status, answer.json.type, failures]).toEqual([400, "urn:jobscope:problem:bad_request", []]);
      expect(answer.text).not.toContain("SQLITE");
    }
  });
});
