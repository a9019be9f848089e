import { existsSync, readFileSync } from "node:fs";
import { basename, resolve } from "node:path";

import { isMap, isScalar, LineCounter, parseDocument } from "yaml";
import type { Pair, YAMLMap } from "yaml";

import type { ConfigProblem } from "../config-error.ts";
import { envNameOf, isSettingKey, SETTING_KEYS, SETTINGS } from "../settings/settings.ts";
import { strangerOf } from "../settings/stranger-of.ts";
import type { Given, Source } from "./source.ts";

/** Looked for in the working directory where no file is named. */
export const FILE_NAMES: readonly string[] = ["jobscope.config.yaml", "jobscope.config.yml", "jobscope.config.json"];

const NOTHING: Source = { given: [], problems: [], warnings: [] };

/** Settings from the file that is named, else from the one in `cwd`, else none. */
export function readConfigFile(named: string | undefined, cwd: string): Source {
  if (named !== undefined) return readFile(resolve(cwd, named));
  const [found, second] = FILE_NAMES.filter((name) => existsSync(resolve(cwd, name)));
  if (found === undefined) return NOTHING;
  if (second === undefined) return readFile(resolve(cwd, found));
  const fix = "Keep one of them, or name one with --config.";
  return fileProblem({ key: second, where: cwd, why: `stands beside ${found}`, fix });
}

function readFile(path: string): Source {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : String(error);
    const fix = "Check the path given to --config or JOBSCOPE_CONFIG, and its permissions.";
    return fileProblem({ key: "config", where: path, why: `cannot be read (${reason})`, fix });
  }
  return readText(text, basename(path));
}

/** JSON is YAML, so one parser reads both and knows the lines. */
function readText(text: string, file: string): Source {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [broken] = document.errors;
  if (broken !== undefined) {
    const where = `${file} line ${lines.linePos(broken.pos[0]).line}`;
    return fileProblem({
      key: "config",
      where,
      why: `is not valid YAML or JSON: ${broken.message}`,
      fix: "Correct it there.",
    });
  }
  if (document.contents === null) return NOTHING;
  if (!isMap(document.contents)) {
    const fix = "Write `key: value` lines, such as `profile: production`.";
    return fileProblem({ key: "config", where: file, why: "holds no settings", fix });
  }
  const reading: Reading = { file, lines, given: [], problems: [] };
  readMap(document.contents, "", reading);
  return { given: reading.given, problems: reading.problems, warnings: [] };
}

interface Reading {
  readonly file: string;
  readonly lines: LineCounter;
  readonly given: Given[];
  readonly problems: ConfigProblem[];
}

function readMap(map: YAMLMap, prefix: string, reading: Reading): void {
  for (const pair of map.items) readPair(pair, prefix, reading);
}

function readPair(pair: Pair, prefix: string, reading: Reading): void {
  const key = `${prefix}${isScalar(pair.key) ? String(pair.key.value) : "?"}`;
  const where = whereIs(pair, reading);
  if (isSettingKey(key) && SETTINGS[key].secret === true) {
    const fix = `Set ${envNameOf(key)} in the environment: files get copied and committed.`;
    reading.problems.push({ key, where, why: "may not stand in a file", fix });
  } else if (isSettingKey(key)) {
    readSetting({ key, where, value: plainValue(pair.value) }, reading);
  } else if (isMap(pair.value) && SETTING_KEYS.some((known) => known.startsWith(`${key}.`))) {
    readMap(pair.value, `${key}.`, reading);
  } else {
    reading.problems.push({ key, where, ...strangerOf(key) });
  }
}

/** `retention.runs` and `runs` below `retention` are one setting: which of the two counts is not for us to guess. */
function readSetting(given: Given, { given: earlier, problems }: Reading): void {
  const first = earlier.find(({ key }) => key === given.key);
  if (first === undefined) {
    earlier.push(given);
    return;
  }
  const { key, where } = given;
  problems.push({ key, where, why: `is set already in ${first.where}`, fix: "Keep one of the two." });
}

function whereIs(pair: Pair, { file, lines }: Reading): string {
  const start = isScalar(pair.key) ? pair.key.range?.[0] : undefined;
  return start === undefined ? file : `${file} line ${lines.linePos(start).line}`;
}

function plainValue(node: unknown): unknown {
  const json: unknown = typeof node === "object" && node !== null && "toJSON" in node ? node : null;
  return JSON.parse(JSON.stringify(json));
}

function fileProblem(problem: ConfigProblem): Source {
  return { given: [], problems: [problem], warnings: [] };
}
