import { GROUPS } from "./corpus/case.ts";
/**
 * `node packages/sanitizer/test/score.ts [group …] [--misses]`: judges the sanitizer by the corpus and prints one line per
 * group; with `--misses` every case that failed and every piece of context that was lost, too.
 */
import { CASES } from "./corpus/cases.ts";
import { defaultSanitizer } from "./score/sanitizer-under-test.ts";
import { judge, scoreOf } from "./score/score-corpus.ts";

const named = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const groups = GROUPS.filter((group) => named.length === 0 || named.includes(group));
const by = defaultSanitizer();
const verdicts = CASES.filter(({ group }) => groups.includes(group)).map((one) => judge(one, by));

const percent = (part: number): string => (100 * part).toFixed(1).padStart(7);
console.log("group               pos  neg  missed  changed  recall  precis.   keep");
for (const group of [...groups, "all" as const]) {
  const score = scoreOf(group, verdicts);
  console.log(
    group.padEnd(18),
    String(score.positives).padStart(4),
    String(score.negatives).padStart(4),
    String(score.missed).padStart(7),
    String(score.changed).padStart(8),
    percent(score.recall),
    percent(score.precision),
    percent(score.keepRate),
  );
}
if (process.argv.includes("--misses")) {
  for (const { judged, failed, shown, lost } of verdicts) {
    if (failed)
      console.log(
        `\n${judged.id} [${judged.tags.join(", ")}] ${judged.negative ? "CHANGED" : "LEAKED"}\n  ${judged.text ?? "(value)"}\n  ${shown}`,
      );
    for (const part of lost) console.log(`\n${judged.id} lost: ${part}`);
  }
}
