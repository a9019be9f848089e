import type { Notification } from "../model/notification.ts";
import type { OutboxBook } from "./book.ts";
import type { ChannelQueue } from "./channel-queue.ts";
import { canNameAll, coalesce, without } from "./coalesce.ts";
import { partsOf } from "./row.ts";
import { shed } from "./shed.ts";
import { trimResolved } from "./trim-resolved.ts";

interface Place {
  readonly book: OutboxBook;
  readonly queue: ChannelQueue;
}

/** Lets a new row wait, merged with what waits for its groups already. */
export function enqueue(book: OutboxBook, queue: ChannelQueue, row: Notification): void {
  const place = { book, queue };
  let merged = row;
  book.ends.add(row);
  for (const older of mergeable(queue, row)) merged = joinNewer(place, older, merged);
  put(place, merged);
}

/** Lets a row wait again, as the older one of what waits for its groups. */
export function enqueueAgain(book: OutboxBook, queue: ChannelQueue, row: Notification): void {
  const place = { book, queue };
  let merged: Notification | undefined = row;
  for (const newer of mergeable(queue, row)) {
    if (merged !== undefined) merged = joinOlder(place, merged, newer);
  }
  if (merged !== undefined) put(place, merged);
}

/** What waits for the groups of a row and may be merged with it. What may have been delivered stays as it is. */
export function mergeable(queue: ChannelQueue, row: Notification): ReadonlySet<Notification> {
  const rows = new Set<Notification>();
  if (row.maybeRepeated) return rows;
  for (const { groupKey } of partsOf(row)) {
    for (const open of queue.openRows(groupKey)) if (open.id !== row.id) rows.add(open);
  }
  return rows;
}

/** One of both where one message can name all; else what of `older` is left to tell besides. */
function joinOlder(place: Place, older: Notification, newer: Notification): Notification | undefined {
  if (!canNameAll(older, newer)) return strip(place, older, newer);
  place.queue.remove(newer.id);
  return merge(place, older, newer);
}

function joinNewer(place: Place, older: Notification, newer: Notification): Notification {
  const { book, queue } = place;
  if (canNameAll(older, newer)) {
    queue.remove(older.id);
    return merge(place, older, newer);
  }
  const rest = strip(place, older, newer);
  if (rest === older) return newer;
  queue.remove(older.id);
  if (rest === undefined) return newer;
  queue.put(rest);
  book.write(rest);
  return newer;
}

function merge({ book, queue }: Place, older: Notification, newer: Notification): Notification {
  book.end(older, "superseded");
  book.counts.coalesced += 1;
  return coalesce(older, newer, book.toldOn(queue.config.name));
}

function strip({ book }: Place, older: Notification, newer: Notification): Notification | undefined {
  const rest = without(older, newer);
  if (rest === older) return older;
  book.end(older, "superseded");
  book.counts.coalesced += 1;
  return rest;
}

function put(place: Place, row: Notification): void {
  const { book, queue } = place;
  const kept = queue.config.sendResolved ? row : withoutOldNews(place, row);
  if (kept === undefined) {
    book.end(row, "superseded");
    book.counts.spared += 1;
    return;
  }
  queue.put(kept);
  book.write(kept);
  shed(book, queue);
}

/** It was told of the firing, and what is under way does not tell it again: nothing is owed any more, either. */
function withoutOldNews({ book, queue }: Place, row: Notification): Notification | undefined {
  const { name } = queue.config;
  const underWay = new Map(partsOf(row).map(({ groupKey }) => [groupKey, queue.firingUnderWay(groupKey)]));
  const isKnown = (groupKey: string, id: string): boolean =>
    book.ledger.told(name, groupKey, id) && underWay.get(groupKey)?.has(id) !== true;
  const trimmed = trimResolved(row, isKnown);
  for (const { groupKey, resolved } of partsOf(row)) {
    const over = resolved.filter((id) => isKnown(groupKey, id));
    book.ledger.settle(name, groupKey, over);
  }
  return trimmed;
}
