/** A test file's series cannot be read. */
export class SeriesError extends Error {
  override readonly name = "SeriesError";
}

/** Undefined: nothing arrives at that instant. */
export type SeriesValue = number | "stale" | undefined;

export interface SeriesName {
  readonly metric: string;
  readonly labels: Readonly<Record<string, string>>;
}

const MAX_VALUES = 100_000;
const NAME = /^\s*([a-zA-Z_:][\w:]*)?\s*(?:\{([\s\S]*)\})?\s*$/;
const PAIR = /\s*(?:([a-zA-Z_:][\w:]*)|("(?:[^"\\]|\\.)*"))\s*(?:=\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'))?\s*(,|$)/y;

/** `queue_depth{service="shop"}`, or with names of any characters: `{"queue.depth","service.name"="shop"}`. */
export function parseSeriesName(text: string): SeriesName {
  const parts = NAME.exec(text);
  if (parts === null) throw new SeriesError(`cannot read the series ${text}: write metric{label="value"}`);
  const { __name__: named, ...labels } = parseLabels(parts[2] ?? "", text);
  const metric = [parts[1], labels[""], named].find((name) => name !== undefined && name !== "");
  delete labels[""];
  if (metric !== undefined) return { metric, labels };
  throw new SeriesError(`the series ${text} has no metric: write metric{label="value"}`);
}

/** A metric's name in quotes stands under `""`. */
function parseLabels(body: string, series: string): Record<string, string> {
  const labels: Record<string, string> = {};
  for (let at = 0; at < body.trimEnd().length; at = PAIR.lastIndex) {
    PAIR.lastIndex = at;
    const [, name, quoted, value] = PAIR.exec(body) ?? [];
    const key = name ?? unquote(quoted);
    if (key === undefined) throw new SeriesError(`cannot read the labels of ${series}: write them as label="value"`);
    if (value !== undefined) labels[key] = unquote(value) ?? "";
    else if (quoted !== undefined) labels[""] = key;
    else throw new SeriesError(`label ${key} of ${series} has no value: write ${key}="value"`);
  }
  return labels;
}

function unquote(text: string | undefined): string | undefined {
  return text?.slice(1, -1).replaceAll(/\\(.)/g, (_, character: string) => (character === "n" ? "\n" : character));
}

const NUMBER = String.raw`[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[Ii]nf|[Nn]a[Nn])`;
const ITEM = new RegExp(String.raw`^(${NUMBER})(?:([+-]${NUMBER.slice("[+-]?".length)})?x(\d+))?$`);

/** Prometheus' expanding notation: `0+1x5 _x3 stale`. */
export function expandValues(text: string): readonly SeriesValue[] {
  const values: SeriesValue[] = [];
  // Native histograms hold spaces.
  for (const item of text.trim().split(/\s+(?![^{]*\}\})/)) {
    if (item !== "") values.push(...expandItem(item));
    if (values.length > MAX_VALUES)
      throw new SeriesError(`the values ${text.slice(0, 40)} are more than ${MAX_VALUES}`);
  }
  return values;
}

function expandItem(item: string): readonly SeriesValue[] {
  if (item === "stale") return ["stale"];
  const gap = /^_(?:x(\d+))?$/.exec(item);
  if (gap !== null) return times(Number(gap[1] ?? 1), () => undefined);
  if (item.startsWith("{{")) throw new SeriesError(`native histograms are not supported: ${item.slice(0, 40)}`);
  const parts = ITEM.exec(item);
  if (parts === null) {
    throw new SeriesError(`cannot read the value ${item.slice(0, 40)}: write 1, 0+1x5, 3x2, _, _x3 or stale`);
  }
  let value = numberOf(parts[1] ?? "");
  const step = parts[2] === undefined ? 0 : numberOf(parts[2]);
  // As Prometheus adds them up, so that the last bits agree, too.
  return times(Number(parts[3] ?? 0) + 1, () => {
    const current = value;
    value += step;
    return current;
  });
}

function times(count: number, make: () => SeriesValue): readonly SeriesValue[] {
  if (count > MAX_VALUES) throw new SeriesError(`x${count} is too many: at most ${MAX_VALUES} values`);
  return Array.from({ length: count }, make);
}

function numberOf(text: string): number {
  if (/inf/i.test(text)) return text.startsWith("-") ? -Infinity : Infinity;
  return /nan/i.test(text) ? Number.NaN : Number(text);
}
