/** Writes docs/configuration.md from the settings of the monitor and the options of the service; `--check` only compares. */
import { renderConfiguration } from "./configuration/render.ts";
import { keepPage } from "./docs/generated-page.ts";

keepPage({
  path: "docs/configuration.md",
  source: "packages/jobscope/src/config and packages/instrumentation/src/runtime",
  render: renderConfiguration,
});
