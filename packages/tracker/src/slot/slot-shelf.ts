import type { Slot } from "../model/slot.ts";
import { isOpenSlot } from "./slot-verdict.ts";

interface Place {
  readonly instantMs: number;
  readonly key: string;
}

/** Slots of one job in memory, by instant: all open ones, and the newest of the closed ones. */
export class SlotShelf {
  readonly #places: Place[] = [];
  readonly #slots = new Map<string, Slot>();

  get size(): number {
    return this.#slots.size;
  }

  get(key: string): Slot | undefined {
    return this.#slots.get(key);
  }

  put(slot: Slot): void {
    if (!this.#slots.has(slot.key)) {
      this.#places.splice(this.#indexAfter(slot.instantMs), 0, { instantMs: slot.instantMs, key: slot.key });
    }
    this.#slots.set(slot.key, slot);
  }

  delete(key: string): void {
    const slot = this.#slots.get(key);
    if (slot === undefined) return;
    this.#slots.delete(key);
    let index = this.#indexAfter(slot.instantMs) - 1;
    while (index >= 0 && this.#places[index]?.key !== key) index -= 1;
    if (index >= 0) this.#places.splice(index, 1);
  }

  /** With an instant in [fromMs, toMs], ascending. */
  within(fromMs: number, toMs: number): readonly Slot[] {
    const found: Slot[] = [];
    for (let index = this.#indexFrom(fromMs); index < this.#places.length; index += 1) {
      const place = this.#places[index];
      if (place === undefined || place.instantMs > toMs) break;
      const slot = this.#slots.get(place.key);
      if (slot !== undefined) found.push(slot);
    }
    return found;
  }

  /** The earliest slot that is still expected. */
  firstExpected(): Slot | undefined {
    for (const { key } of this.#places) {
      const slot = this.#slots.get(key);
      if (slot?.state === "expected") return slot;
    }
    return undefined;
  }

  all(): readonly Slot[] {
    return this.within(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
  }

  open(): readonly Slot[] {
    return this.all().filter(isOpenSlot);
  }

  /** Forgets the oldest closed slots beyond `maxClosed`. */
  trim(maxClosed: number): void {
    if (this.#slots.size <= maxClosed) return;
    const closed = this.#places.filter(({ key }) => !isOpenSlot(this.#slots.get(key) as Slot));
    const gone = new Set(closed.slice(0, Math.max(0, closed.length - maxClosed)).map(({ key }) => key));
    if (gone.size === 0) return;
    const kept = this.#places.filter(({ key }) => !gone.has(key));
    this.#places.length = 0;
    for (const place of kept) this.#places.push(place);
    for (const key of gone) this.#slots.delete(key);
  }

  /** Index of the first place after `instantMs`. */
  #indexAfter(instantMs: number): number {
    return this.#indexWhere((placeMs) => placeMs > instantMs);
  }

  /** Index of the first place at or after `instantMs`. */
  #indexFrom(instantMs: number): number {
    return this.#indexWhere((placeMs) => placeMs >= instantMs);
  }

  #indexWhere(reached: (placeMs: number) => boolean): number {
    let low = 0;
    let high = this.#places.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (reached(this.#places[middle]?.instantMs ?? 0)) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
