import type { DeliveryOutcome } from "../../model/notification.ts";
import type { RecipientResult } from "./classify-error.ts";

/**
 * One outcome for all recipients. Those who have it do not get it again; those who were refused do not keep it from the
 * others. A recipient is told by his place in `to`: addresses stand in no error.
 */
export function combineRecipients(results: readonly RecipientResult[], place: string): DeliveryOutcome {
  const broken = results.find((each) => each.kind === "broken");
  if (broken?.kind === "broken") return { kind: "broken", reason: `${place} ${broken.why}` };
  const waiting = results.find((each) => each.kind === "retry");
  if (waiting?.kind === "retry") return { kind: "retry", reason: `${place} ${waiting.why}${share(results, "retry")}` };
  const refused = results.find((each) => each.kind === "refused");
  if (refused?.kind !== "refused") return { kind: "delivered" };
  const detail = `${place} ${refused.why}${share(results, "refused")}`;
  return results.some((each) => each.kind === "accepted")
    ? { kind: "delivered", detail }
    : { kind: "refused", reason: detail };
}

function share(results: readonly RecipientResult[], kind: RecipientResult["kind"]): string {
  const places = results.flatMap((each, index) => (each.kind === kind ? [index + 1] : []));
  if (results.length === 1) return "";
  return `: recipient ${places.join(", ")} of ${results.length} in the channel's \`to\``;
}
