import { noAttributes } from "../model/bag.ts";
import { Identities } from "../model/identity.ts";
import type { Origin } from "../model/origin.ts";
import type { Resource, Scope } from "../model/records.ts";
import type { RequestBounds } from "../model/request-bounds.ts";
import { attributesAt } from "./any-value.ts";
import { textAt } from "./json-scalars.ts";
import { eachObject, type JsonObject, objectAt, within } from "./json-value.ts";
import { noteUnknownKeys } from "./unknown-keys.ts";

/** What the outline of a signal is called. */
export interface Outline {
  readonly resourceGroups: string;
  readonly scopeGroups: string;
  readonly items: string;
}

type VisitItem = (item: JsonObject, origin: Origin) => void;

interface Walk {
  readonly outline: Outline;
  readonly bounds: RequestBounds;
  readonly identities: Identities;
  readonly visit: VisitItem;
}

export function eachItem(
  request: JsonObject,
  outline: Outline,
  context: { bounds: RequestBounds; visit: VisitItem },
): void {
  const walk: Walk = { outline, ...context, identities: new Identities() };
  noteUnknownKeys(request, [outline.resourceGroups], walk.bounds);
  eachObject(request, outline.resourceGroups, (group) => walkResourceGroup(walk, group));
}

function walkResourceGroup(walk: Walk, group: JsonObject): void {
  const { outline, bounds, identities } = walk;
  noteUnknownKeys(group, ["resource", outline.scopeGroups, "schemaUrl"], bounds);
  const message = objectAt(group, "resource");
  const resource = identities.resource({
    attributes: message === undefined ? noAttributes : within("resource", () => attributesAt(message, bounds)),
    schemaUrl: textAt(group, "schemaUrl", bounds),
  });
  eachObject(group, outline.scopeGroups, (scopeGroup) => walkScopeGroup(walk, resource, scopeGroup));
}

function walkScopeGroup(walk: Walk, resource: Resource, group: JsonObject): void {
  const { outline, bounds, identities } = walk;
  noteUnknownKeys(group, ["scope", outline.items, "schemaUrl"], bounds);
  const message = objectAt(group, "scope") ?? {};
  const scope = identities.scope(within("scope", () => toScope(message, textAt(group, "schemaUrl", bounds), bounds)));
  const origin = { resource, scope };
  eachObject(group, outline.items, (item) => walk.visit(item, origin));
}

function toScope(message: JsonObject, schemaUrl: string, bounds: RequestBounds): Scope {
  return {
    name: textAt(message, "name", bounds),
    version: textAt(message, "version", bounds),
    attributes: attributesAt(message, bounds),
    schemaUrl,
  };
}
