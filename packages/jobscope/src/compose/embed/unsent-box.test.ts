import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { IngestOutcome, RawRequest } from "@jobscope/otlp";
import { expect, it, onTestFinished } from "vitest";

import { keepUnsent, unsentPart } from "./unsent-box.ts";

function folder(): string {
  const data = mkdtempSync(join(tmpdir(), "jobscope-unsent-"));
  onTestFinished(() => rmSync(data, { recursive: true, force: true }));
  return data;
}

const ACCEPTED: IngestOutcome = { kind: "accepted", rejected: 0, message: "" };
const body = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Takes what is in the folder; what came, as text. */
async function takeIn(
  data: string,
  answer: (request: RawRequest) => IngestOutcome = () => ACCEPTED,
): Promise<string[]> {
  const came: string[] = [];
  const part = unsentPart(data, async (request) => {
    came.push(`${request.signal} ${request.encoding} ${Buffer.from(request.body).toString()}`);
    return answer(request);
  });
  await part.start();
  return came;
}

it("hands on what was kept, once, in its order", async () => {
  const data = folder();
  expect(await takeIn(data)).toEqual([]);
  expect(keepUnsent(data, { signal: "logs", protocol: "http/protobuf", body: body("first") })).toBe(true);
  expect(keepUnsent(data, { signal: "logs", protocol: "http/json", body: body("second") })).toBe(true);
  expect(keepUnsent(data, { signal: "traces", protocol: "http/protobuf", body: body("third") })).toBe(true);
  // What the jobs had to tell is nobody else's business.
  expect(statSync(join(data, "unsent")).mode & 0o777).toBe(0o700);
  expect(await takeIn(data)).toEqual(["logs protobuf first", "logs json second", "traces protobuf third"]);
  expect(await takeIn(data)).toEqual([]);
});

it("keeps what cannot be stored yet, and gives up what never can", async () => {
  const data = folder();
  keepUnsent(data, { signal: "logs", protocol: "http/protobuf", body: body("bad") });
  keepUnsent(data, { signal: "logs", protocol: "http/protobuf", body: body("good") });
  const unavailable: IngestOutcome = { kind: "unavailable", message: "the disk is full", retryAfterSeconds: 1 };
  await expect(takeIn(data, () => unavailable)).rejects.toThrow("the disk is full");
  const malformed: IngestOutcome = { kind: "malformed", message: "no protobuf" };
  const answer = ({ body: bytes }: RawRequest): IngestOutcome =>
    Buffer.from(bytes).toString() === "bad" ? malformed : ACCEPTED;
  expect(await takeIn(data, answer)).toEqual(["logs protobuf bad", "logs protobuf good"]);
  expect(readdirSync(join(data, "unsent"))).toEqual([]);
});

it("throws away what was not written to its end", async () => {
  const data = folder();
  keepUnsent(data, { signal: "logs", protocol: "http/protobuf", body: body("whole") });
  const half = join(data, "unsent", "1-1-1.logs.protobuf.part");
  writeFileSync(half, "ha");
  expect(await takeIn(data)).toEqual(["logs protobuf whole"]);
  expect(existsSync(half)).toBe(false);
});

it("says that it keeps nothing where it cannot write", () => {
  const data = folder();
  writeFileSync(join(data, "unsent"), "a file, where a folder should be");
  expect(keepUnsent(data, { signal: "logs", protocol: "http/protobuf", body: body("x") })).toBe(false);
});
