/** Writes docs/semantic-conventions.md from the registries of `@jobscope/semconv`; `--check` only compares. */
import { keepPage } from "./docs/generated-page.ts";
import { renderSemanticConventions } from "./semconv/render.ts";

keepPage({ path: "docs/semantic-conventions.md", source: "packages/semconv", render: renderSemanticConventions });
