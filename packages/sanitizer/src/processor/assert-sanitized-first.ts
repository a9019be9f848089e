import { isSanitizing } from "./sanitizing-mark.ts";

/**
 * Checks a list of span processors or of log record processors: none that sends or keeps records stands before the one
 * that sanitizes them. A processor that only adds attributes may.
 *
 * @throws {Error} naming the processor, its place and the fix.
 */
export function assertSanitizedFirst(processors: readonly object[]): void {
  const first = processors.findIndex((processor) => isSanitizing(processor));
  const early = processors.findIndex((processor, at) => (first === -1 || at < first) && isExporting(processor));
  if (early === -1) return;
  const name = nameOf(processors[early]);
  const wanted = /Log/.test(name) ? "SanitizingLogRecordProcessor" : "SanitizingSpanProcessor";
  const where =
    first === -1
      ? `and no ${wanted} stands in the list`
      : `because it stands before the ${nameOf(processors[first])} at ${first}`;
  throw new Error(
    `processors[${early}] (${name}) would send records that are not sanitized, ${where}. ` +
      `Begin the list with the sanitizer: [new ${wanted}({ sanitizer, processors: [the ${name}] })]`,
  );
}

const STOCK = /^(Batch|Simple)(Span|LogRecord)Processor/;

/** A stock processor by its name, any other by the exporter that it holds. One whose exporter sanitizes is safe. */
function isExporting(processor: object): boolean {
  const exporters = Object.values(processor).filter(isExporter);
  if (exporters.length > 0) return !exporters.every((exporter) => isSanitizing(exporter));
  return STOCK.test(nameOf(processor));
}

const isExporter = (value: unknown): value is object =>
  typeof value === "object" && value !== null && typeof Reflect.get(value, "export") === "function";

const nameOf = (processor: object | undefined): string => processor?.constructor.name ?? "processor";
