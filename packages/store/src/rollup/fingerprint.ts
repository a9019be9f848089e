import { messagePattern } from "./message-pattern.ts";
import { isOwnCode, projectPath, stackFrames } from "./stack-frames.ts";

const MAX_TYPE = 200;
const MAX_CULPRIT = 300;

export interface ErrorFacts {
  readonly errorType: string | undefined;
  readonly message: string | undefined;
  readonly stack: string | undefined;
}

/** By what an error is the same as another one of its service. */
export interface Fingerprint {
  /** `""` where none was given. */
  readonly errorType: string;
  /** Message with its changing parts replaced. */
  readonly pattern: string;
  /** `charge (src/pay.ts)`: the uppermost frame of the service's own code; `""` where the stack shows none. */
  readonly culprit: string;
}

/** Pure, and linear in what it looks at, which is bounded: a message of a megabyte costs no more than one of 16 kB. */
export function fingerprint({ errorType = "", message = "", stack = "" }: ErrorFacts): Fingerprint {
  return {
    errorType: errorType.slice(0, MAX_TYPE).toWellFormed(),
    pattern: messagePattern(message),
    culprit: culpritOf(stack),
  };
}

function culpritOf(stack: string): string {
  const own = stackFrames(stack).find(isOwnCode);
  return own === undefined ? "" : `${own.function} (${projectPath(own.file)})`.slice(0, MAX_CULPRIT).toWellFormed();
}

/** Equal for equal fingerprints and for no others. */
export function fingerprintText({ errorType, pattern, culprit }: Fingerprint): string {
  return JSON.stringify([errorType, pattern, culprit]);
}
