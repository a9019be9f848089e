import { readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { createProgram } from "../../packages/jobscope/src/cli/run-cli.ts";
import { codeBlocks } from "./markdown.ts";

const page = readFileSync(join(import.meta.dirname, "../../docs/cli.md"), "utf8");

type Command = ReturnType<typeof createProgram>;

/** What can be run, by its whole name. */
function leaves(command: Command, name: string): readonly (readonly [string, Command])[] {
  if (command.commands.length === 0) return [[name, command]];
  return command.commands.flatMap((part) => leaves(part, `${name} ${part.name()}`));
}

const COMMANDS = leaves(
  createProgram(() => undefined),
  "jobscope",
);
const sections = new Map(
  page
    .split(/^## /m)
    .slice(1)
    .map((section) => [section.split("\n", 1)[0] ?? "", section] as const),
);

it("has a section for every command, and for nothing else", () => {
  expect([...sections.keys()].toSorted()).toEqual(COMMANDS.map(([name]) => name).toSorted());
});

describe.each(COMMANDS)("%s", (name, command) => {
  const examples = codeBlocks(sections.get(name) ?? "", "sh").flatMap((block) => block.trim().split("\n"));

  it("has an example of itself, with flags that exist", () => {
    expect(examples.length).toBeGreaterThan(0);
    // What the demo takes goes to the demo.
    const known = name === "jobscope demo" ? ["--for"] : command.options.map(({ long }) => long);
    for (const example of examples) {
      expect(example.startsWith(name)).toBe(true);
      const [own = ""] = example.split(/ [|>] /, 1);
      for (const [flag] of own.matchAll(/--[a-z][a-z-]*/g)) expect(known, example).toContain(flag);
    }
  });
});

it("links every command from the table, by its first word", () => {
  const words = new Set(COMMANDS.map(([name]) => name.split(" ")[1] ?? ""));
  const linked = [...page.matchAll(/^\| \[`(?<word>\w+)`\]/gm)].map(({ groups }) => groups?.["word"] ?? "");
  expect(linked.toSorted()).toEqual([...words].toSorted());
});
