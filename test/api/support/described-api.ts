import type { ValidateFunction } from "ajv";
import addFormats from "ajv-formats";
import { Ajv2020 } from "ajv/dist/2020.js";

import { checkContract } from "../../../packages/query-api/test/contract.ts";
import { ADMIN_KEY } from "../../support/admin-key.ts";
import { API } from "./monitor-with-data.ts";

export interface JsonSchema {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
}

export interface Parameter {
  readonly name: string;
  readonly in: "query" | "path" | "header";
  readonly required?: boolean;
  readonly schema: JsonSchema;
}

export interface Operation {
  readonly method: string;
  readonly path: string;
  readonly operationId: string;
  readonly security: readonly unknown[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly required: boolean };
  readonly responses: Readonly<Record<string, { readonly $ref?: string; readonly content?: object }>>;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Omit<Operation, "method" | "path">>>>>;
}

export interface Sent {
  /** Of `{id}`. */
  readonly id?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Null: none. */
  readonly key?: string | null;
}

export interface Seen {
  readonly status: number;
  readonly type: string;
  readonly headers: Headers;
  readonly json: unknown;
}

/** The API as its own document describes it; whatever it answers is held against that document, and against its schemas. */
export class DescribedApi {
  readonly operations: readonly Operation[];
  readonly #base: string;
  readonly #ajv: Ajv2020;
  readonly #validators = new Map<string, ValidateFunction>();

  private constructor(base: string, document: Document) {
    this.#base = base;
    this.#ajv = new Ajv2020({ strict: false, allErrors: true });
    addFormats.default(this.#ajv);
    this.#ajv.addSchema(document, "openapi");
    this.operations = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]) => ({ method: method.toUpperCase(), path, ...operation })),
    );
  }

  /** `address` is that of the API of a monitor. */
  static async read(address: string): Promise<DescribedApi> {
    const base = `${address}${API}`;
    const response = await fetch(`${base}/openapi.json`, { headers: { authorization: `Bearer ${ADMIN_KEY}` } });
    return new DescribedApi(base, (await response.json()) as Document);
  }

  /** Rejects where the answer is not what is described. */
  async call(
    operation: Operation,
    { id = "", query = {}, body, headers = {}, key = ADMIN_KEY }: Sent = {},
  ): Promise<Seen> {
    const { method } = operation;
    const search = new URLSearchParams(query).toString();
    const path = operation.path.replace("{id}", encodeURIComponent(id)) + (search === "" ? "" : `?${search}`);
    const response = await fetch(`${this.#base}${path}`, {
      method,
      headers: {
        ...(key !== null && { authorization: `Bearer ${key}` }),
        ...(body !== undefined && { "content-type": "application/json" }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const { status } = response;
    const type = String(response.headers.get("content-type")).split(";")[0] ?? "";
    const seen = {
      status,
      type,
      headers: response.headers,
      json: type.endsWith("json") ? JSON.parse(text) : undefined,
    };
    checkContract({ method, path: `${API}${path}`, status, headers: Object.fromEntries(response.headers), text });
    this.#check(operation, seen);
    return seen;
  }

  #check(operation: Operation, { status, type, json }: Seen): void {
    const { method, path, responses } = operation;
    const described = responses[String(status)];
    if (described === undefined) throw new Error(`${method} ${path} answered ${status}, which is not described`);
    if (json === undefined) return;
    const place = described.$ref ?? `#/paths/${escaped(path)}/${method.toLowerCase()}/responses/${status}`;
    const pointer = `openapi${place}/content/${escaped(type)}/schema`;
    const validate = this.#validators.get(pointer) ?? this.#ajv.compile({ $ref: pointer });
    this.#validators.set(pointer, validate);
    if (validate(json)) return;
    throw new Error(
      `${method} ${path} answered ${status} against its schema: ${this.#ajv.errorsText(validate.errors)}`,
    );
  }
}

/** In a JSON pointer within a URI. */
const escaped = (part: string): string => encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1"));
