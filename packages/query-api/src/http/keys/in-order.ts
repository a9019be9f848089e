const lasts = new WeakMap<object, Promise<unknown>>();

/**
 * Works of one owner one after the other. A change of a key is read, then write: were two at a time let do so, a rotation
 * could bring back to life what was revoked in between.
 */
export function inOrder<T>(owner: object, work: () => Promise<T>): Promise<T> {
  const done = (lasts.get(owner) ?? Promise.resolve()).then(work);
  lasts.set(
    owner,
    done.catch(() => {}),
  );
  return done;
}
