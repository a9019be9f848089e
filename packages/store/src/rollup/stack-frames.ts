/** What is looked at of a stack: the uppermost frames stand at its beginning. */
const WINDOW = 65_536;
const MAX_FRAMES = 200;

export interface StackFrame {
  /** `<anonymous>` where it has no name. */
  readonly function: string;
  /** As the stack names it, without line and column. */
  readonly file: string;
}

const PLACE = /:\d{1,15}(?::\d{1,15})?$/;
const QUERY = /[?#].*$/;

/** `at async charge (file:///app/src/pay.js:10:5)`, `at C:\app\pay.js:1:2`, `at new Mailer (…)`, `at com.acme.Job.run(Job.java:7)`. */
function frameOf(line: string): StackFrame | undefined {
  const text = line.trim();
  if (!text.startsWith("at ")) return undefined;
  const call = text.slice(3).replace(/^async /, "");
  const open = call.indexOf(" (");
  const bracket = open >= 0 ? open + 1 : call.indexOf("(");
  if (bracket < 0 || !call.endsWith(")")) return { function: ANONYMOUS, file: fileOf(call) };
  return { function: functionOf(call.slice(0, bracket)), file: fileOf(call.slice(bracket + 1, -1)) };
}

const ANONYMOUS = "<anonymous>";

/** Whether a function is called as a method of `Object` or under an alias depends on the caller, not on the error. */
function functionOf(name: string): string {
  const plain = name
    .replace(/ \[as [^\]]*\]/, "")
    .replace(/^new /, "")
    .replace(/^(?:Object|Module|Function|global)\./, "")
    .trim();
  return plain === "" ? ANONYMOUS : plain;
}

/** `eval at f (file.js:1:1), <anonymous>:1:1` has no file of its own. */
function fileOf(location: string): string {
  if (location.startsWith("eval at ")) return ANONYMOUS;
  return location.replace(PLACE, "").replace(QUERY, "").replaceAll("\\", "/");
}

/** The frames of a stack, uppermost first, at most 200. */
export function stackFrames(stack: string): readonly StackFrame[] {
  const frames: StackFrame[] = [];
  for (const line of stack.slice(0, WINDOW).split("\n")) {
    const frame = frameOf(line);
    if (frame !== undefined) frames.push(frame);
    if (frames.length === MAX_FRAMES) break;
  }
  return frames;
}

const FOREIGN = /^(?:node:|internal\/|native$|wasm:|index \d|<anonymous>|async )|(?:^|\/)node_modules\/|^$/;
const HAS_FILE = /[./]/;

export function isOwnCode({ file }: StackFrame): boolean {
  return HAS_FILE.test(file) && !FOREIGN.test(file);
}

/** The folders that a project is built from or into: what stands before the last of them is the place of a deployment. */
const ROOTS: ReadonlySet<string> = new Set(["src", "dist", "lib", "build", "out"]);
/** A bundler's hash in a file's name: `main.8f3e2c1d.js`. */
const FILE_HASH = /(?<=[.-])(?=\w*\d)\w{8,40}(?=\.\w{1,5}$)/;

/** `file:///srv/releases/17/dist/jobs/pay.js` and `C:\app\dist\jobs\pay.js` are the same file of two deployments. */
export function projectPath(file: string): string {
  const parts = file.replace(/^[\w+.-]{1,20}:\/{1,3}/, "/").split("/");
  const root = parts.findLastIndex((part, index) => ROOTS.has(part) && index < parts.length - 1);
  const kept = root >= 0 ? parts.slice(root) : parts.slice(-2);
  return kept
    .filter((part) => part !== "")
    .join("/")
    .replace(FILE_HASH, "<*>");
}
