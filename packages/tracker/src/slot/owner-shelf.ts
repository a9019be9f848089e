import type { Slot } from "../model/slot.ts";
import { isOpenSlot } from "./slot-verdict.ts";

/** Slots that one instance owes, or the service as a whole, by instant. */
export class OwnerShelf {
  #slots: Slot[] = [];
  #closed = 0;
  /** No slot before this instant is expected. */
  #expectedFromMs = Number.NEGATIVE_INFINITY;

  get size(): number {
    return this.#slots.length;
  }

  get closed(): number {
    return this.#closed;
  }

  put(slot: Slot): void {
    const index = this.#indexOf(slot);
    const before = this.#slots[index];
    if (before?.key === slot.key) {
      this.#slots[index] = slot;
      if (!isOpenSlot(before)) this.#closed -= 1;
    } else this.#slots.splice(index, 0, slot);
    if (!isOpenSlot(slot)) this.#closed += 1;
    if (slot.state === "expected") this.#expectedFromMs = Math.min(slot.instantMs, this.#expectedFromMs);
  }

  delete(slot: Slot): void {
    const index = this.#indexOf(slot);
    const found = this.#slots[index];
    if (found?.key !== slot.key) return;
    this.#slots.splice(index, 1);
    if (!isOpenSlot(found)) this.#closed -= 1;
  }

  /** Adds those with an instant in [fromMs, toMs] to `into`, ascending. */
  collect(fromMs: number, toMs: number, into: Slot[]): void {
    for (let index = this.#indexFrom(fromMs); index < this.#slots.length; index += 1) {
      const slot = this.#slots[index];
      if (slot === undefined || slot.instantMs > toMs) return;
      into.push(slot);
    }
  }

  /** Instant of the earliest slot that is still expected, `Infinity` where none is. */
  firstExpectedMs(): number {
    for (let index = this.#indexFrom(this.#expectedFromMs); index < this.#slots.length; index += 1) {
      const slot = this.#slots[index];
      if (slot?.state !== "expected") continue;
      this.#expectedFromMs = slot.instantMs;
      return slot.instantMs;
    }
    this.#expectedFromMs = Number.POSITIVE_INFINITY;
    return Number.POSITIVE_INFINITY;
  }

  /** Forgets the oldest closed slots beyond `maxClosed`; returns them. */
  trim(maxClosed: number): readonly Slot[] {
    let left = this.#closed - maxClosed;
    if (left <= 0) return [];
    const gone: Slot[] = [];
    const kept: Slot[] = [];
    for (const slot of this.#slots) {
      if (left > 0 && !isOpenSlot(slot)) {
        gone.push(slot);
        left -= 1;
      } else kept.push(slot);
    }
    this.#slots = kept;
    this.#closed -= gone.length;
    return gone;
  }

  /** Where this slot stands, or would. A gap may begin at the instant of a single slot. */
  #indexOf(slot: Slot): number {
    const first = this.#indexFrom(slot.instantMs);
    for (let index = first; this.#slots[index]?.instantMs === slot.instantMs; index += 1) {
      if (this.#slots[index]?.key === slot.key) return index;
    }
    return first;
  }

  /** Index of the first slot at or after `instantMs`. */
  #indexFrom(instantMs: number): number {
    let low = 0;
    let high = this.#slots.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#slots[middle]?.instantMs ?? 0) >= instantMs) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
