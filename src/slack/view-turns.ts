/** Most modals remembered at once. */
const KEPT = 1_000;

/** Tells which of several acts in one modal is the newest: an older one must not draw over it. */
export interface ViewTurns {
  /** Notes an act; the function tells whether no other came after it. */
  begin: (viewId: string) => () => boolean;
}

/** Knows the acts of this process. */
export function createViewTurns(): ViewTurns {
  const newest = new Map<string, object>();
  return {
    begin: (viewId) => {
      const turn = {};
      if (newest.size >= KEPT) newest.clear();
      newest.set(viewId, turn);
      return () => newest.get(viewId) === turn;
    },
  };
}
