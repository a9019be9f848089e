const FRAME = /^\s+at\s/;
/** Code that is not the application's: Node.js itself and whatever was installed. */
const FOREIGN = /[\\/]node_modules[\\/]|\bnode:|\(native\)|\(<anonymous>\)|\(index \d+\)/;

/**
 * A stack trace without the frames of Node.js and of installed packages: what it says of the error, and where in the
 * application it went through.
 */
export function ownFrames(stack: string): string {
  return stack
    .split("\n")
    .filter((line) => !FRAME.test(line) || !FOREIGN.test(line))
    .join("\n");
}
