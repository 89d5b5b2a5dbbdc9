/** Most modals remembered at once. */
const KEPT = 1_000;

/** Tells which of several acts in one modal is the newest: the answer to an older one must not be drawn over it. */
export interface NewestActs {
  /** Notes an act; the function tells whether no other came after it. */
  begin: (viewId: string) => () => boolean;
}

/** Knows the acts of this process. */
export function createNewestActs(): NewestActs {
  const newest = new Map<string, object>();
  return {
    begin: (viewId) => {
      const act = {};
      if (newest.size >= KEPT) newest.clear();
      newest.set(viewId, act);
      return () => newest.get(viewId) === act;
    },
  };
}
