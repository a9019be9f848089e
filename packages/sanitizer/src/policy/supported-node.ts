import { versions } from "node:process";

/** The oldest Node.js that this package runs in: `engines` in package.json says the same. */
const OLDEST = [22, 15] as const;

/** In a version that lacks what the code below needs, the first thing to be read should say so. */
export class UnsupportedNodeError extends Error {
  override readonly name = "UnsupportedNodeError";
}

/** @throws {UnsupportedNodeError} with the version that there is, the one that it takes, and how to come by it. */
export function assertSupportedNode(version: string): void {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return;
  const oldest = OLDEST.join(".");
  throw new UnsupportedNodeError(
    `@jobscope/sanitizer, and @jobscope/instrumentation with it, needs Node.js ${oldest} or newer; this is ${version}. ` +
      `Run this program with a newer one: nvm install ${OLDEST[0]}, or https://nodejs.org.`,
  );
}

// The index names this module first, for in an older Node.js others fail while they are loaded.
assertSupportedNode(versions.node);
