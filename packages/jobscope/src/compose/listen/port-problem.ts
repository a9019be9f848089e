import { MonitorStartError } from "../start-error.ts";
import type { HttpListenerOptions } from "./http-listener.ts";
import { listenError } from "./http-listener.ts";
import { tryListening } from "./try-listening.ts";

/** What will keep the listeners from listening, all of it in one error; undefined where nothing will. */
export async function portProblem(
  listeners: readonly Omit<HttpListenerOptions, "handler">[],
): Promise<MonitorStartError | undefined> {
  const problems: MonitorStartError[] = [];
  for (const listener of listeners) {
    const error = await tryListening(listener.listen);
    if (error !== undefined) problems.push(await listenError(listener, error));
  }
  const [first, ...others] = problems;
  if (first === undefined || others.length === 0) return first;
  const message = problems.map((problem) => problem.message).join("\n");
  return new MonitorStartError(first.code, message, { cause: first.cause });
}
