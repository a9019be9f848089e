import type { InstanceKey } from "../model/identity.ts";
import type { Slot } from "../model/slot.ts";
import { OwnerShelf } from "./owner-shelf.ts";
import { isOpenSlot } from "./slot-verdict.ts";

/** Fewest closed slots that are kept of each owner, however many there are. */
const MIN_CLOSED = 2;

/** Slots of one job in memory: all open ones, and the newest of the closed ones. What one owner does costs the others nothing. */
export class SlotShelf {
  readonly #slots = new Map<string, Slot>();
  readonly #owners = new Map<InstanceKey, OwnerShelf>();
  #forgottenMs = Number.NEGATIVE_INFINITY;
  #closed = 0;
  /** Instant of the earliest expected slots and how many they are; 0 of them: to be looked up. */
  #firstMs = Number.POSITIVE_INFINITY;
  #firstCount = 0;

  get size(): number {
    return this.#slots.size;
  }

  /** Up to this instant closed slots may have left memory. */
  get forgottenMs(): number {
    return this.#forgottenMs;
  }

  get(key: string): Slot | undefined {
    return this.#slots.get(key);
  }

  put(slot: Slot): void {
    const before = this.#slots.get(slot.key);
    // What is left of a gap may begin later than the whole did.
    if (before !== undefined && before.instantMs !== slot.instantMs) {
      this.delete(slot.key);
      this.put(slot);
      return;
    }
    this.#count(before, -1);
    this.#count(slot, 1);
    this.#slots.set(slot.key, slot);
    let owner = this.#owners.get(slot.instanceKey);
    if (owner === undefined) {
      owner = new OwnerShelf();
      this.#owners.set(slot.instanceKey, owner);
    }
    owner.put(slot);
  }

  delete(key: string): void {
    const slot = this.#slots.get(key);
    if (slot === undefined) return;
    this.#count(slot, -1);
    this.#slots.delete(key);
    const owner = this.#owners.get(slot.instanceKey);
    owner?.delete(slot);
    if (owner?.size === 0) this.#owners.delete(slot.instanceKey);
  }

  /** Whose slots are here; `""` for cluster slots. */
  owners(): readonly InstanceKey[] {
    return [...this.#owners.keys()];
  }

  /** Those of one owner (`""`: cluster slots) with an instant in [fromMs, toMs], ascending. */
  ownedBy(
    instanceKey: InstanceKey,
    fromMs: number = Number.NEGATIVE_INFINITY,
    toMs: number = Number.POSITIVE_INFINITY,
  ): readonly Slot[] {
    const found: Slot[] = [];
    this.#owners.get(instanceKey)?.collect(fromMs, toMs, found);
    return found;
  }

  /** Those of all owners with an instant in [fromMs, toMs], ascending. */
  within(fromMs: number, toMs: number): readonly Slot[] {
    const found: Slot[] = [];
    for (const owner of this.#owners.values()) owner.collect(fromMs, toMs, found);
    return this.#owners.size > 1 ? found.toSorted((a, b) => a.instantMs - b.instantMs) : found;
  }

  open(): readonly Slot[] {
    return this.within(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY).filter(isOpenSlot);
  }

  /** Instant of the earliest slot that is still expected. */
  firstExpectedMs(): number | undefined {
    if (this.#firstCount === 0) this.#findFirst();
    return this.#firstCount === 0 ? undefined : this.#firstMs;
  }

  #findFirst(): void {
    this.#firstMs = Number.POSITIVE_INFINITY;
    for (const owner of this.#owners.values()) {
      const atMs = owner.firstExpectedMs();
      if (atMs < this.#firstMs) {
        this.#firstMs = atMs;
        this.#firstCount = 0;
      }
      if (atMs === this.#firstMs && atMs !== Number.POSITIVE_INFINITY) this.#firstCount += 1;
    }
  }

  #count(slot: Slot | undefined, by: 1 | -1): void {
    if (slot === undefined) return;
    if (!isOpenSlot(slot)) this.#closed += by;
    if (slot.state !== "expected") return;
    if (slot.instantMs === this.#firstMs) {
      this.#firstCount += by;
      if (this.#firstCount === 0) this.#firstMs = Number.POSITIVE_INFINITY;
    } else if (by === 1 && slot.instantMs < this.#firstMs && this.#firstCount > 0) {
      this.#firstMs = slot.instantMs;
      this.#firstCount = 1;
    }
  }

  /** Forgets the oldest closed slots once they are twice `maxClosed`, which is shared out among the owners. */
  trim(maxClosed: number): void {
    const owners = Math.max(1, this.#owners.size);
    const share = Math.max(MIN_CLOSED, Math.floor(maxClosed / owners));
    if (this.#closed <= 2 * share * owners) return;
    for (const [key, owner] of this.#owners) {
      for (const slot of owner.trim(share)) {
        this.#slots.delete(slot.key);
        this.#closed -= 1;
        this.forgetUntil(slot.instantMs);
      }
      if (owner.size === 0) this.#owners.delete(key);
    }
  }

  /** Closed slots up to this instant are in the archive alone. */
  forgetUntil(instantMs: number): void {
    this.#forgottenMs = Math.max(instantMs, this.#forgottenMs);
  }
}
