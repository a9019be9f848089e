const RESOURCE = { attributes: [{ key: "service.name", value: { stringValue: "sender" } }] };

/** Sends one export request with a `job.run.start` event for each number, which it carries as attribute `n`, and `text`. */
export function sendEvents(endpoint: string, numbers: readonly number[], text: string = ""): Promise<void> {
  const logRecords = numbers.map((n) => ({
    timeUnixNano: String(BigInt(Date.now()) * 1_000_000n),
    eventName: "job.run.start",
    ...(text !== "" && { body: { stringValue: text } }),
    attributes: [{ key: "n", value: { intValue: String(n) } }],
  }));
  return send(`${endpoint}/v1/logs`, { resourceLogs: [{ resource: RESOURCE, scopeLogs: [{ logRecords }] }] });
}

export function sendSpan(endpoint: string): Promise<void> {
  const now = String(BigInt(Date.now()) * 1_000_000n);
  const spans = [
    {
      traceId: "0123456789abcdef0123456789abcdef",
      spanId: "0123456789abcdef",
      name: "run x",
      kind: 1,
      startTimeUnixNano: now,
      endTimeUnixNano: now,
    },
  ];
  return send(`${endpoint}/v1/traces`, { resourceSpans: [{ resource: RESOURCE, scopeSpans: [{ spans }] }] });
}

async function send(url: string, body: unknown): Promise<void> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
}
