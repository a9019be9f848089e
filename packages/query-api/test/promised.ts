import type { StoreQueries, StoreReader } from "@jobscope/store";
import { answerQuestion, createReader } from "@jobscope/store";

/** As a read thread gives it: each answer a promise, each throw a rejection. */
export function promised(queries: StoreQueries): StoreReader {
  return createReader(async (question) => answerQuestion(queries, question));
}
