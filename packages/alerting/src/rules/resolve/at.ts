import type { Path, Problems } from "./problems.ts";

/** Where in a file something is read, so that what is wrong is told there. */
export class At {
  readonly problems: Problems;
  readonly path: Path;

  constructor(problems: Problems, path: Path) {
    this.problems = problems;
    this.path = path;
  }

  below(...keys: Path): At {
    return new At(this.problems, [...this.path, ...keys]);
  }

  add(keys: Path, message: string): void {
    this.problems.add([...this.path, ...keys], message);
  }

  /** What `read` gives; its error, if it is one of `errors`, is told here. */
  try<T>(read: () => T, ...errors: readonly (abstract new (...values: never[]) => Error)[]): T | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof Error) || !errors.some((kind) => error instanceof kind)) throw error;
      this.add([], error.message);
      return undefined;
    }
  }
}
