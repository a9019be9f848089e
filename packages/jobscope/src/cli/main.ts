#!/usr/bin/env node
import { unsupportedNode } from "./node-version.ts";

// The rest is imported only then: on an older Node.js the import of node:sqlite itself would fail, with less to read.
const problem = unsupportedNode(process.versions.node);
if (problem === undefined) {
  const { outliveReaders } = await import("./outlive-readers.ts");
  // Help and errors of the command line are written before any command is asked.
  outliveReaders([process.stdout, process.stderr]);
  const { runCli } = await import("./run-cli.ts");
  process.exitCode = await runCli(process.argv.slice(2));
} else {
  process.stderr.write(`${problem}\n`);
  process.exitCode = 1;
}
