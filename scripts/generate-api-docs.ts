/** Writes docs/api-reference.md from the routes of the API and their schemas; `--check` only compares. */
import { renderApiReference } from "./api/render.ts";
import { keepPage } from "./docs/generated-page.ts";

keepPage({
  path: "docs/api-reference.md",
  source: "packages/query-api/src/http/routes and packages/query-api/src/model",
  render: renderApiReference,
});
