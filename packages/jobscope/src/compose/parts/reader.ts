import type { ReadThread } from "../../journey/http-thread/read-thread.ts";
import { readerComponent } from "../health/reader-component.ts";
import type { Part } from "../lifecycle/part.ts";
import { DRAIN_MS } from "./limits.ts";

/** The worker that answers the API's questions to the store. */
export function readerPart(reader: ReadThread): Part {
  return {
    name: "reader",
    component: "reader",
    start: () => reader.start(),
    stop: () => reader.stop(DRAIN_MS),
    health: () => [readerComponent(reader.health())],
  };
}
