import { newBag } from "../model/bag.ts";
import { Identities } from "../model/identity.ts";
import type { Origin } from "../model/origin.ts";
import type { Resource, Scope } from "../model/records.ts";
import { readAttribute } from "./any-value.ts";
import type { ProtoReader } from "./proto-reader.ts";

/** Reads the span, log record or metric at the cursor. */
export type ReadItem = (reader: ProtoReader, origin: Origin) => void;

/**
 * The three export requests share one outline with the same field numbers: request {1: resource group}, resource group
 * {1: resource, 2: scope group, 3: schema URL}, scope group {1: scope, 2: item, 3: schema URL}.
 *
 * The collector writes fields in descending order, so the resource may follow its spans: each group is read twice, once for what
 * its items belong to and once for the items. The first pass steps over the items by their lengths and costs next to nothing.
 */
export function readEnvelope(reader: ProtoReader, readItem: ReadItem): void {
  const identities = new Identities();
  while (reader.more()) {
    const tag = reader.tag();
    if (tag === 10) readResourceGroup(reader, identities, readItem);
    else skipUnknown(reader, tag);
  }
}

function readResourceGroup(reader: ProtoReader, identities: Identities, readItem: ReadItem): void {
  const outer = reader.enter();
  const start = reader.pos;
  const resource = identities.resource(readResource(reader));
  reader.pos = start;
  while (reader.more()) {
    const tag = reader.tag();
    if (tag === 18) readScopeGroup(reader, { identities, resource }, readItem);
    else reader.skip(tag);
  }
  reader.leave(outer);
}

function readScopeGroup(
  reader: ProtoReader,
  within: { readonly identities: Identities; readonly resource: Resource },
  readItem: ReadItem,
): void {
  const outer = reader.enter();
  const start = reader.pos;
  const origin = { resource: within.resource, scope: within.identities.scope(readScope(reader)) };
  reader.pos = start;
  while (reader.more()) {
    const tag = reader.tag();
    if (tag === 18) readItem(reader, origin);
    else reader.skip(tag);
  }
  reader.leave(outer);
}

/** First pass over a resource group. */
function readResource(reader: ProtoReader): Resource {
  const attributes = newBag();
  let schemaUrl = "";
  while (reader.more()) {
    const tag = reader.tag();
    if (tag === 10) readResourceMessage(reader, attributes);
    else if (tag === 18) reader.skip(tag);
    else if (tag === 26) schemaUrl = reader.text();
    else skipUnknown(reader, tag);
  }
  return { attributes, schemaUrl };
}

function readResourceMessage(reader: ProtoReader, attributes: ReturnType<typeof newBag>): void {
  let seen = 0;
  const outer = reader.enter();
  while (reader.more()) {
    const tag = reader.tag();
    if (tag === 10) readAttribute(reader, attributes, seen++);
    else reader.skip(tag);
  }
  reader.leave(outer);
}

/** First pass over a scope group. */
function readScope(reader: ProtoReader): Scope {
  const scope = { name: "", version: "", attributes: newBag(), schemaUrl: "" };
  while (reader.more()) {
    const tag = reader.tag();
    if (tag === 10) readScopeMessage(reader, scope);
    else if (tag === 18) reader.skip(tag);
    else if (tag === 26) scope.schemaUrl = reader.text();
    else skipUnknown(reader, tag);
  }
  return scope;
}

function readScopeMessage(
  reader: ProtoReader,
  scope: { name: string; version: string; readonly attributes: ReturnType<typeof newBag> },
): void {
  let seen = 0;
  const outer = reader.enter();
  while (reader.more()) {
    const tag = reader.tag();
    if (tag === 10) scope.name = reader.text();
    else if (tag === 18) scope.version = reader.text();
    else if (tag === 26) readAttribute(reader, scope.attributes, seen++);
    else reader.skip(tag);
  }
  reader.leave(outer);
}

function skipUnknown(reader: ProtoReader, tag: number): void {
  reader.bounds.noteUnknownField();
  reader.skip(tag);
}
