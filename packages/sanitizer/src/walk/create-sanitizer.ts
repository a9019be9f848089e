import { mayFindNumbers } from "../detect/custom/custom.ts";
import { detectorsFor } from "../detect/detectors.ts";
import { createFinder } from "../detect/find-in-text.ts";
import { createCachedKeyClassifier } from "../detect/key-name/key-classifier.ts";
import { partsOfNames } from "../detect/key-name/parts-of-names.ts";
import { compile } from "../detect/scan/program.ts";
import type { CheckedPolicy } from "../model/checked-policy.ts";
import { DETECTORS } from "../model/kind.ts";
import type { Policy, PresetName } from "../model/policy.ts";
import type { Sanitizer } from "../model/sanitizer.ts";
import { parsePolicy } from "../policy/parse-policy.ts";
import { decider } from "../replace/decide.ts";
import { Pseudonymiser } from "../replace/pseudonymiser.ts";
import type { Pseudonymise } from "../replace/replacement.ts";
import { Counter } from "./counter.ts";
import { KeyBook } from "./key-book.ts";
import type { KeyEntry } from "./key-book.ts";
import { TextCleaner } from "./text-cleaner.ts";
import { Visit } from "./visit.ts";
import { Walker } from "./walker.ts";

/**
 * Makes a sanitizer of a policy, or of a preset by its name; `default` where none is given. Make it once and keep it: it
 * compiles tables and remembers keys.
 *
 * @throws {PolicyError} that names the field, what was given, why it cannot be used, and the fix.
 */
export function createSanitizer(policy?: Policy | PresetName): Sanitizer {
  const checked = parsePolicy(policy);
  const pseudonymiser = checked.pseudonyms && new Pseudonymiser(checked.pseudonyms, Date.now);
  const counter = new Counter();
  const walker = walkerFor(checked, (kind, value) => pseudonymiser?.of(kind, value));
  const { texts, keys } = walker;
  return {
    policyName: checked.name,
    text(value, location = "body") {
      const visit = new Visit(counter, location);
      const text = texts.clean(value, visit);
      return { text, findings: visit.findings, dropped: visit.dropped };
    },
    sanitize(value, location = "body") {
      const visit = new Visit(counter, location);
      const clean = walker.value(value, visit);
      return { value: clean, findings: visit.findings, dropped: visit.dropped };
    },
    attribute(key, value, location = "attribute") {
      const visit = new Visit(counter, location);
      const record = walker.record({ [key]: value }, visit, undefined);
      const [name = keys.look(key).name] = Object.keys(record);
      const removed = !Object.hasOwn(record, name);
      return { key: name, value: record[name], removed, findings: visit.findings, dropped: visit.dropped };
    },
    attributes(record, { exempt, location = "attribute" } = {}) {
      const visit = new Visit(counter, location);
      const attributes = walker.record(record, visit, exempt);
      return { attributes, findings: visit.findings, dropped: visit.dropped };
    },
    pseudonymsFor(value, detector) {
      if (!DETECTORS.includes(detector)) throw new TypeError(unknownDetector(detector));
      return pseudonymiser?.all(detector, value) ?? [];
    },
    counts: () => counter.counts(),
  };
}

function walkerFor(policy: CheckedPolicy, pseudonymise: Pseudonymise): Walker {
  const { limits } = policy;
  const classify = createCachedKeyClassifier(policy);
  const decide = decider(policy);
  const find = createFinder(compile(detectorsFor(policy), classify), (kind) => decide(kind) === "keep");
  const texts = new TextCleaner({ find, decide, pseudonymise, maxStringLength: limits.maxStringLength });
  const keys = new KeyBook({
    classify,
    decide,
    nameParts: partsOfNames(policy.keys),
    allowKeys: policy.allowKeys,
    clean: (key) => cleanKey(texts, key),
  });
  const everyNumber = mayFindNumbers(policy);
  return new Walker({ texts, keys, decide, pseudonymise, limits, everyNumber });
}

const uncounted = new Counter();

/** Findings in keys are counted each time that the key is met, not here. */
function cleanKey(texts: TextCleaner, key: string): Pick<KeyEntry, "name" | "found"> {
  const visit = new Visit(uncounted, "key");
  const name = texts.clean(key, visit);
  return { name: name === "" && key !== "" ? "[REDACTED:key_name]" : name, found: visit.findings };
}

/** Who searches for an erasure must not find nothing for a slip of the pen. */
const unknownDetector = (given: string): string =>
  `${JSON.stringify(given)} is no detector. Give one of ${DETECTORS.join(", ")}.`;
