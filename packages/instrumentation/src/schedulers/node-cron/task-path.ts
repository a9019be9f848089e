import { dirname, isAbsolute, resolve } from "node:path";
import { pathToFileURL } from "node:url";

/** As the library finds the calling file in a stack line. */
const CALLER = /(file:\/\/)?(((\/?)(\w:))?([/\\].+)):\d+:\d+/;

/**
 * The library resolves a relative task file against the file that calls it, which it reads from the stack. With us
 * between, that would be this package; so the same is done here, one call further out.
 */
export function resolveTaskFile(file: unknown, calledBy: (...args: never[]) => unknown): unknown {
  if (typeof file !== "string" || isAbsolute(file) || file.startsWith("file://")) return file;
  const holder: { stack?: string } = {};
  Error.captureStackTrace(holder, calledBy);
  const caller = CALLER.exec(holder.stack?.split("\n")[1] ?? "");
  if (caller === null) return file;
  return pathToFileURL(resolve(`${caller[5] ?? ""}${dirname(caller[6] ?? "")}`, file)).href;
}
