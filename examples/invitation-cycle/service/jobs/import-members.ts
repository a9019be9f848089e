import { block } from "../pause.ts";

/** Computes without a break: while it does, no timer of this process fires and due starts are passed over in silence. */
export function importMembers(): void {
  block(4500);
}
