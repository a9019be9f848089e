import { expect, it } from "vitest";

import { classifyFailure } from "./failure.ts";

const coded = (fields: object, cause?: unknown): Error => Object.assign(new Error("detail", { cause }), fields);

it.each([
  ["a full disk", coded({ errcode: 13 }), 10],
  ["an I/O error with its extended code", coded({ errcode: 778 }), 10],
  ["a locked database", coded({ errcode: 5 }), 1],
  ["an error of the store", coded({ name: "StoreError", code: "full" }), 10],
  ["an error of the file system", coded({ code: "ENOSPC" }), 10],
  ["a cause further down", coded({}, coded({}, coded({ errcode: 8 }))), 30],
])("takes %s for trouble of the place", (_, error, retryAfterSeconds) => {
  const failure = classifyFailure(error);
  expect(failure).toMatchObject({ kind: "infrastructure", retryAfterSeconds });
  expect(failure.message).toContain("detail");
});

it.each([
  ["a violated constraint", coded({ errcode: 19, code: "ERR_SQLITE_ERROR" })],
  ["a bug", new TypeError("x is not a function")],
  ["anything thrown", "text"],
  ["a circle of causes", circle()],
])("takes %s for trouble with the data", (_, error) => {
  expect(classifyFailure(error).kind).toBe("content");
});

function circle(): Error {
  const error = new Error("round");
  error.cause = error;
  return error;
}
