/** Registered, not local: a second copy of this package knows the processors and exporters of the first. */
const MARK: unique symbol = Symbol.for("@jobscope/sanitizer/sanitizing");

export interface Marked {
  readonly [MARK]: true;
}

export const MARKED: Marked = { [MARK]: true };

/** Whether this processor or exporter sanitizes what it passes on. */
export const isSanitizing = (target: object): boolean => Reflect.get(target, MARK) === true;
