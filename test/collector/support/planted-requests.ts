/** OTLP/JSON requests with one text in every place that has room for one. */
type Json = Readonly<Record<string, unknown>>;
type Attributes = readonly Json[];

export interface PlantedRequest {
  readonly signal: "logs" | "traces" | "metrics";
  readonly body: unknown;
}

/** A place, and a request that holds the text there. */
export type PlaceBuilder = (text: string) => PlantedRequest;

const string = (value: string): Json => ({ stringValue: value });
const attribute = (key: string, value: Json): Json => ({ key, value });
const nested = (value: Json): Json => ({ kvlistValue: { values: [{ key: "inner", value }] } });
const listed = (value: Json): Json => ({ arrayValue: { values: [string("first"), value] } });
const note = (value: Json): Attributes => [attribute("note", value)];
const NOW = "1767225600000000000";

const log = (record: Json, around: { resource?: Attributes; scope?: Json } = {}): PlantedRequest => ({
  signal: "logs",
  body: {
    resourceLogs: [
      {
        resource: { attributes: around.resource ?? [] },
        scopeLogs: [{ scope: around.scope ?? { name: "test" }, logRecords: [{ timeUnixNano: NOW, ...record }] }],
      },
    ],
  },
});

export const span = (parts: Json): PlantedRequest => ({
  signal: "traces",
  body: {
    resourceSpans: [
      {
        resource: {},
        scopeSpans: [
          {
            scope: { name: "test" },
            spans: [
              {
                traceId: "0123456789abcdef0123456789abcdef",
                spanId: "0123456789abcdef",
                name: "run",
                startTimeUnixNano: NOW,
                endTimeUnixNano: NOW,
                ...parts,
              },
            ],
          },
        ],
      },
    ],
  },
});

const metric = (parts: Json, point: Json = {}): PlantedRequest => ({
  signal: "metrics",
  body: {
    resourceMetrics: [
      {
        resource: {},
        scopeMetrics: [
          {
            scope: { name: "test" },
            metrics: [{ name: "m", gauge: { dataPoints: [{ timeUnixNano: NOW, asInt: "1", ...point }] }, ...parts }],
          },
        ],
      },
    ],
  },
});

const event = (parts: Json): PlantedRequest => span({ events: [{ timeUnixNano: NOW, name: "e", ...parts }] });
const exemplar = (attributes: Attributes): Json => ({
  exemplars: [{ timeUnixNano: NOW, asInt: "1", filteredAttributes: attributes }],
});

export const PLACES: Readonly<Record<string, PlaceBuilder>> = {
  "log body": (text) => log({ body: string(text) }),
  "log body, map": (text) => log({ body: nested(string(text)) }),
  "log body, deep": (text) => log({ body: nested(nested(listed(string(text)))) }),
  "log body, list": (text) => log({ body: listed(string(text)) }),
  "log attribute": (text) => log({ attributes: note(string(text)) }),
  "log attribute, map": (text) => log({ attributes: note(nested(string(text))) }),
  "log attribute, deep": (text) => log({ attributes: note(nested(listed(nested(string(text))))) }),
  "log attribute, list": (text) => log({ attributes: note(listed(string(text))) }),
  "severity text": (text) => log({ severityText: text }),
  "event name": (text) => log({ eventName: text }),
  "resource attribute": (text) => log({}, { resource: note(string(text)) }),
  "resource attribute, map": (text) => log({}, { resource: note(nested(string(text))) }),
  "scope name": (text) => log({}, { scope: { name: text } }),
  "scope version": (text) => log({}, { scope: { name: "s", version: text } }),
  "scope attribute": (text) => log({}, { scope: { name: "s", attributes: note(string(text)) } }),
  "scope attribute, map": (text) => log({}, { scope: { name: "s", attributes: note(nested(string(text))) } }),
  "span name": (text) => span({ name: text }),
  "span attribute": (text) => span({ attributes: note(string(text)) }),
  "span attribute, map": (text) => span({ attributes: note(nested(string(text))) }),
  "span status": (text) => span({ status: { code: 2, message: text } }),
  "trace state": (text) => span({ traceState: text }),
  "span event name": (text) => event({ name: text }),
  "span event attribute": (text) => event({ attributes: note(string(text)) }),
  "span event attribute, map": (text) => event({ attributes: note(nested(string(text))) }),
  "metric name": (text) => metric({ name: text }),
  "metric description": (text) => metric({ description: text }),
  "metric unit": (text) => metric({ unit: text }),
  "metric metadata": (text) => metric({ metadata: note(string(text)) }),
  "point attribute": (text) => metric({}, { attributes: note(string(text)) }),
  "point attribute, map": (text) => metric({}, { attributes: note(nested(string(text))) }),
  "exemplar attribute": (text) => metric({}, exemplar(note(string(text)))),
};

/** Places that have a key; a request with a value under it. */
export const KEYED_PLACES: Readonly<Record<string, (key: string, value: string) => PlantedRequest>> = {
  "log body, map": (key, value) => log({ body: { kvlistValue: { values: [attribute(key, string(value))] } } }),
  "log body, deep": (key, value) =>
    log({ body: nested(nested({ kvlistValue: { values: [attribute(key, string(value))] } })) }),
  "log attribute": (key, value) => log({ attributes: [attribute(key, string(value))] }),
  "log attribute, list under the key": (key, value) => log({ attributes: [attribute(key, listed(string(value)))] }),
  "resource attribute": (key, value) => log({}, { resource: [attribute(key, string(value))] }),
  "scope attribute": (key, value) => log({}, { scope: { name: "s", attributes: [attribute(key, string(value))] } }),
  "span attribute": (key, value) => span({ attributes: [attribute(key, string(value))] }),
  "span event attribute": (key, value) => event({ attributes: [attribute(key, string(value))] }),
  "point attribute": (key, value) => metric({}, { attributes: [attribute(key, string(value))] }),
  "exemplar attribute": (key, value) => metric({}, exemplar([attribute(key, string(value))])),
};

/** A log record as it is given. */
export const logRecord = (record: Json): PlantedRequest => log(record);
