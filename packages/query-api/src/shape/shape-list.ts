import type { Page } from "@jobscope/store";

import type { List } from "../model/list.ts";

export function shapeList<Row, Resource>(page: Page<Row>, shape: (row: Row) => Resource): List<Resource> {
  return { items: page.items.map((row) => shape(row)), next_cursor: page.nextCursor ?? null };
}
