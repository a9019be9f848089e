import { closeSync, existsSync, openSync, writeSync } from "node:fs";

import { PartialFile } from "@jobscope/store";

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
  readonly #replace: boolean;
  readonly #partial: PartialFile;
  #descriptor: number | undefined;

  constructor(file: string, force: boolean) {
    if (existsSync(file) && !force)
      throw new Error(`${file} is there already; name another file, or replace it with --force.`);
    this.#file = file;
    this.#replace = force;
    this.#partial = new PartialFile(file);
    this.#descriptor = openSync(this.#partial.path, "a");
  }

  write(text: string): void {
    const bytes = Buffer.from(text);
    try {
      for (let written = 0; written < bytes.length;) {
        written += writeSync(this.#descriptor ?? -1, bytes, written);
      }
    } catch (error) {
      const why = messageOf(error);
      throw new Error(`${this.#file} cannot be written (${why}); make room, or name another file with --out.`, {
        cause: error,
      });
    }
  }

  publish(): void {
    this.#close();
    this.#partial.publish({ replace: this.#replace });
  }

  [Symbol.dispose](): void {
    this.#close();
    this.#partial[Symbol.dispose]();
  }

  #close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }
}
