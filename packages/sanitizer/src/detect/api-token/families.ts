import { cloudFamilies } from "./families-cloud.ts";
import { codeFamilies } from "./families-code.ts";
import { modelFamilies } from "./families-model.ts";
import { serviceFamilies } from "./families-service.ts";
import type { Family } from "./family.ts";

/** All tokens that begin with what they are. Of two with one prefix the first that fits is taken. */
export const tokenFamilies: readonly Family[] = [
  ...codeFamilies,
  ...cloudFamilies,
  ...modelFamilies,
  ...serviceFamilies,
];
