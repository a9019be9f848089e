// A node-cron task as a file, which the library runs in a process of its own: its error comes back in a message.
import { canariesAt } from "../support/canaries/canary.ts";

export const task = () => {
  const texts = canariesAt("node-cron", ["task file"]).map(({ text }) => text);
  throw Object.assign(new RangeError(texts.join("\n")), { note: texts });
};
