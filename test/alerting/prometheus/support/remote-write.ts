/** One series in Prometheus' sense; times are milliseconds. */
export interface WrittenSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly samples: readonly { readonly atMs: number; readonly value: number | "stale" }[];
}

/** Remote write 1.0: a protobuf of four small messages, in snappy's block format with nothing but literals. */
export async function remoteWrite(url: string, series: readonly WrittenSeries[]): Promise<void> {
  const response = await fetch(`${url}/api/v1/write`, {
    method: "POST",
    headers: {
      "content-encoding": "snappy",
      "content-type": "application/x-protobuf",
      "x-prometheus-remote-write-version": "0.1.0",
    },
    body: Uint8Array.from(snappyLiterals(Buffer.concat(series.map((one) => field(1, timeSeries(one)))))),
  });
  if (!response.ok) throw new Error(`Remote write was answered ${response.status}: ${await response.text()}`);
}

function timeSeries({ labels, samples }: WrittenSeries): Buffer {
  const names = Object.keys(labels).toSorted();
  return Buffer.concat([
    ...names.map((name) => field(1, Buffer.concat([text(1, name), text(2, labels[name] ?? "")]))),
    ...samples.map(({ atMs, value }) => field(2, sample(atMs, value))),
  ]);
}

function sample(atMs: number, value: number | "stale"): Buffer {
  const double = Buffer.alloc(8);
  // Prometheus' own NaN for "the series ends here".
  if (value === "stale") double.writeBigUInt64LE(0x7ff0000000000002n);
  else double.writeDoubleLE(value);
  return Buffer.concat([Buffer.from([(1 << 3) | 1]), double, Buffer.from([2 << 3]), varint(atMs)]);
}

const text = (number: number, value: string): Buffer => field(number, Buffer.from(value));

const field = (number: number, body: Buffer): Buffer =>
  Buffer.concat([Buffer.from([(number << 3) | 2]), varint(body.length), body]);

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  return Buffer.from([...bytes, rest]);
}

const CHUNK = 65_536;

function snappyLiterals(body: Buffer): Buffer {
  const parts = [varint(body.length)];
  for (let at = 0; at < body.length; at += CHUNK) {
    const chunk = body.subarray(at, at + CHUNK);
    const length = Buffer.alloc(3);
    length.writeUInt8(61 << 2);
    length.writeUInt16LE(chunk.length - 1, 1);
    parts.push(length, chunk);
  }
  return Buffer.concat(parts);
}
