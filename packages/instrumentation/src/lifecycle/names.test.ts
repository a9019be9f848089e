import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

import { describe, expect, test } from "vitest";

import { NameBook, wantedName } from "./names.ts";
import { registerJob } from "./register-job.ts";
import { callSite } from "./site.ts";

const SITE = { key: "file.ts:1:1", label: "src/file.ts:1" };

describe("the name of a job", () => {
  test("comes from the options, then the function, then the place", () => {
    expect(wantedName("invoice.generate", "tick", SITE)).toBe("invoice.generate");
    expect(wantedName(undefined, "tick", SITE)).toBe("tick");
    expect(wantedName(undefined, "", SITE)).toBe("src/file.ts:1");
    expect(wantedName("  ", "tick", SITE)).toBe("tick");
  });

  test("from the function through bind; the place is relative, so that it is the same on every machine", () => {
    function sweep(): void {}
    expect(registerJob({ system: "custom" }, sweep.bind(null)).name).toBe("sweep");
    expect(registerJob({ system: "custom" }, () => {}).name).toMatch(
      /^packages\/instrumentation\/src\/lifecycle\/names\.test\.ts:\d+$/,
    );
  });

  test("is the same after every restart", () => {
    const program = fileURLToPath(new URL("../../test/fixtures/names.ts", import.meta.url));
    const run = (): string => execFileSync(process.execPath, [program], { encoding: "utf8" });
    expect(run()).toBe(run());
    expect(JSON.parse(run())).toEqual(["backup", expect.stringMatching(/names\.ts:\d+$/), "backup#2"]);
  });
});

describe("two jobs with one name", () => {
  const holder = (siteKey: string, claims: boolean, givenName = "sync") => ({
    siteKey,
    givenName,
    claims: () => claims,
  });

  test("from two places do not merge", () => {
    const book = new NameBook();
    expect([
      book.claim("sync", holder("a", true)),
      book.claim("sync", holder("b", true)),
      book.claim("sync", holder("c", false)),
    ]).toEqual(["sync", "sync#2", "sync#3"]);
  });

  test("from one place do not merge while both schedules are active", () => {
    const book = new NameBook();
    expect([book.claim("sync", holder("a", true)), book.claim("sync", holder("a", true))]).toEqual(["sync", "sync#2"]);
  });

  test("the same place keeps the name after it stopped", () => {
    const book = new NameBook();
    let active = true;
    book.claim("sync", { siteKey: "a", givenName: "sync", claims: () => active });
    book.claim("sync", holder("b", true));
    active = false;
    expect(book.claim("sync", holder("a", true))).toBe("sync");
  });

  test("a registration that was removed gives its name back to its place", () => {
    const schedule = { type: "cron", nextTimes: () => [] } as const;
    const register = () => registerJob({ name: "again", system: "cron", schedule });
    const first = register();
    const second = register();
    first.remove();
    expect([first.name, second.name, register().name]).toEqual(["again", "again#2", "again"]);
  });
});

test("the place is the first frame of the user's code", () => {
  const { key, label } = callSite(() => {});
  expect(key === "" || label.includes("names.test.ts") || label === "unknown").toBe(true);
  const here = (): ReturnType<typeof callSite> => callSite(here);
  expect(here().label).toMatch(/names\.test\.ts:\d+$/);
});
