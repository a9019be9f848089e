/** Compares the folders under packages/ with the table in scripts/gate/workspace.ts, so that no folder escapes the import rules. */
import { layoutProblems } from "./gate/layout.ts";
import { PACKAGES } from "./gate/workspace.ts";

const problems = layoutProblems(process.cwd(), PACKAGES);
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;
