// Kinds are known as soon as the detectors that make them are loaded.
import "../detect/detectors.ts";
import type { Action } from "../model/action.ts";
import { ACTIONS } from "../model/action.ts";
import type { DetectorName } from "../model/kind.ts";
import { DETECTORS, knownKinds } from "../model/kind.ts";
import { PolicyError } from "../model/policy-error.ts";
import { didYouMean } from "./did-you-mean.ts";
import { readObject, readOneOf, shown, within } from "./read-value.ts";

/** What others call it. */
const OTHER_WORDS: ReadonlyMap<string, string> = new Map([
  ["redact", "mask"],
  ["replace", "mask"],
  ["censor", "mask"],
  ["delete", "remove"],
  ["truncate", "anonymise"],
  ["anonymize", "anonymise"],
  ["pseudonymize", "pseudonymise"],
  ["encrypt", "pseudonymise"],
  ["block", "drop"],
  ["ignore", "keep"],
  ["allow", "keep"],
  ["none", "keep"],
]);

const allActions = `Actions: ${ACTIONS.join(", ")}.`;

const UNKEYED = /^(?:hash|hmac|digest|md5|sha-?\d*)/iu;

/** @throws {PolicyError} where it is no action. */
export function readAction(field: string, value: unknown): Action {
  const word = typeof value === "string" ? value : "";
  const other = OTHER_WORDS.get(word.toLowerCase());
  if (other !== undefined) throw new PolicyError(field, `"${word}" is no action. Use "${other}". ${allActions}`);
  if (UNKEYED.test(word)) {
    const why = "Whoever hashes all values there are undoes a hash without a key";
    throw new PolicyError(
      field,
      `${shown(word)} is no action. ${why}: use "pseudonymise", with keys in pseudonyms. ${allActions}`,
    );
  }
  return readOneOf(field, value, ACTIONS);
}

/** Actions by detector. @throws {PolicyError} */
export function parseDetectors(given: unknown): Readonly<Partial<Record<DetectorName, Action>>> {
  const parsed: Partial<Record<DetectorName, Action>> = {};
  for (const [name, action] of Object.entries(readObject("detectors", given ?? {}))) {
    const detector = DETECTORS.find((known) => known === name);
    if (detector === undefined) {
      const field = within("detectors", name);
      throw new PolicyError(field, `there is no such detector.${didYouMean(name, DETECTORS)} ${allDetectors}`);
    }
    if (action !== undefined) parsed[detector] = readAction(within("detectors", name), action);
  }
  return parsed;
}

const allDetectors = `Detectors: ${DETECTORS.join(", ")}.`;

/** Actions by kind. @throws {PolicyError} */
export function parseKinds(given: unknown): Readonly<Record<string, Action>> {
  const parsed: Record<string, Action> = {};
  for (const [name, action] of Object.entries(readObject("kinds", given ?? {}))) {
    if (action !== undefined) parsed[name] = readKind(within("kinds", name), name, action);
  }
  return parsed;
}

function readKind(field: string, name: string, given: unknown): Action {
  const kind = knownKinds.get(name);
  if (kind === undefined) throw new PolicyError(field, `no detector finds this kind.${hintFor(name)}`);
  const action = readAction(field, given);
  const tells = action === "partial" || action === "pseudonymise" || action === "anonymise";
  if (!kind.alwaysMasked || !tells) return action;
  const why = "nothing may be told of this kind, not even a part or a pseudonym";
  throw new PolicyError(field, `"${action}" was given, but ${why}. Use mask, remove, drop or keep.`);
}

function hintFor(name: string): string {
  const [head = ""] = name.split(".");
  if (head === "custom") return " Give the action to the rule itself, in literals or patterns.";
  if (DETECTORS.some((detector) => detector === name)) return ` "${name}" is a detector: move it to detectors.`;
  const kinds = [...knownKinds.keys()];
  const near = didYouMean(name, kinds);
  if (near !== "") return near;
  const siblings = kinds.filter((kind) => kind.startsWith(`${head}.`));
  return siblings.length === 0 ? ` ${allDetectors}` : ` Of this detector: ${siblings.join(", ")}.`;
}
