import { withAccess } from "../access/with-access.ts";
import { EXIT } from "../exit-codes.ts";
import type { AuditVerifyFlags } from "./audit-command.ts";

/** Exit code: 1 where an entry is missing or does not follow from those before it. */
export function verifyAudit(options: AuditVerifyFlags): number {
  const check = withAccess(options, (store) => store.checkAudit());
  const { ok, entries, brokenAt } = check;
  if (options.json === true) {
    process.stdout.write(`${JSON.stringify({ ok, entries, broken_at: brokenAt ?? null }, null, 2)}\n`);
  } else if (ok) {
    process.stdout.write(`${entries} entries, each follows from the one before: none was changed or removed.\n`);
  } else {
    process.stdout.write(
      `Entry ${brokenAt ?? "?"} does not follow from those before it: it, or one near it, was changed or removed.\n` +
        "Compare with a backup from before: jobscope audit list --data <directory of the restored backup>\n",
    );
  }
  return ok ? EXIT.ok : EXIT.failure;
}
