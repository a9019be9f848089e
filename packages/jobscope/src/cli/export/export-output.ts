import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { basename, dirname, join } from "node:path";

import { messageOf } from "../../config/error-text.ts";
import { outputTo } from "../sanitize/byte-output.ts";

/** Where an export goes. Without {@link ExportOutput.publish} nothing is left of a file. */
export interface ExportOutput extends Disposable {
  write(text: string): Promise<void> | void;
  /** All is written. */
  publish(): void;
}

/** Standard output where no file is named. @throws {Error} that names the file and what is wrong with it. */
export function openOutput(file: string | undefined, force: boolean): ExportOutput {
  return file === undefined ? standardOutput() : new FileOutput(file, force);
}

function standardOutput(): ExportOutput {
  const output = outputTo(process.stdout);
  return {
    write: (text) => output.write(Buffer.from(text)),
    publish: () => undefined,
    [Symbol.dispose]: () => undefined,
  };
}

class FileOutput implements ExportOutput {
  readonly #file: string;
  readonly #partial: string;
  #descriptor: number | undefined;

  constructor(file: string, force: boolean) {
    if (existsSync(file) && !force)
      throw new Error(`${file} is there already; name another file, or replace it with --force.`);
    this.#file = file;
    this.#partial = join(dirname(file), `.${basename(file)}.${process.pid}.partial`);
    // For this user alone, as the data are.
    this.#descriptor = this.#guarded(() => openSync(this.#partial, "wx", 0o600));
  }

  write(text: string): void {
    const bytes = Buffer.from(text);
    this.#guarded(() => {
      for (let written = 0; written < bytes.length;) {
        written += writeSync(this.#descriptor ?? -1, bytes, written);
      }
    });
  }

  publish(): void {
    this.#guarded(() => {
      fsyncSync(this.#descriptor ?? -1);
      this.#close();
      renameSync(this.#partial, this.#file);
    });
  }

  [Symbol.dispose](): void {
    this.#close();
    rmSync(this.#partial, { force: true });
  }

  #close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  #guarded<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      const why = messageOf(error);
      throw new Error(`${this.#file} cannot be written (${why}); make room, or name another file with --out.`, {
        cause: error,
      });
    }
  }
}
