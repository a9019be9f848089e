import { LOG_CATEGORIES, type LogCategory } from "@jobscope/semconv";

/** From this severity number on, a record is an error. */
export const SEVERITY_ERROR = 17;

/** Of these there are so few that they have an index. Its condition is part of the file format. */
export const RARE_CATEGORIES: readonly LogCategory[] = ["errors", "audit"];

const isCategory = (name: string): name is LogCategory => LOG_CATEGORIES.some((category) => category === name);

/** From 1 in the order of semconv's list; 0 for what is not in it. */
export function categoryNumber(name: string): number {
  return isCategory(name) ? LOG_CATEGORIES.indexOf(name) + 1 : 0;
}

export const categoryOf = (number: number): LogCategory | undefined => LOG_CATEGORIES[number - 1];
