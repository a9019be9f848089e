import { z } from "zod";

import { noParams } from "../../params/no-params.ts";
import { openApiDocument } from "../openapi/openapi-document.ts";
import type { OpenApiDocument } from "../openapi/openapi-document.ts";
import { referencePage } from "../openapi/reference-page.ts";
import { referenceOf } from "../openapi/reference.ts";
import { keptText } from "../reply/kept-text.ts";
import type { KeptText } from "../reply/kept-text.ts";
import { defineRoute } from "../routing/define-route.ts";
import type { Route } from "../routing/route.ts";

/** The description of `routes` and of itself: for programs, and as a page. Each is made when it is first asked for, and kept. */
export function openApiRoutes(routes: readonly Route[]): readonly Route[] {
  let made: OpenApiDocument | undefined;
  let text: KeptText | undefined;
  let page: KeptText | undefined;
  const document = (): OpenApiDocument => (made ??= openApiDocument([...routes, ...own]));
  const own = [
    defineRoute({
      path: "/openapi.json",
      access: "read",
      limit: "requests",
      schema: noParams,
      docs: { summary: "This API as OpenAPI 3.1", answers: { schema: documentSchema } },
      reply: async () => ({ kept: (text ??= keptText("application/json", JSON.stringify(document()))) }),
    }),
    defineRoute({
      path: "/docs",
      access: "read",
      limit: "requests",
      schema: noParams,
      docs: { summary: "This API as a page to read", types: ["text/html"], tagged: true },
      reply: async () => ({ kept: (page ??= keptText("text/html", referencePage(referenceOf(document())))) }),
    }),
  ];
  return own;
}

const documentSchema = z
  .looseObject({ openapi: z.literal("3.1.0"), info: z.looseObject({}), paths: z.looseObject({}) })
  .meta({ id: "OpenApi", description: "A document of OpenAPI 3.1." });
