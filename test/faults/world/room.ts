/** So much at once and no more, whoever asks. */
export interface Room {
  /** Resolves when there is room for so much. Who is urgent goes before all who are not. */
  take: (size: number, urgent?: boolean) => Promise<void>;
  give: (size: number) => void;
}

/** Creates room; more than all of it is never to be asked for. */
export function createRoom(size: number): Room {
  let free = size;
  const waiting: { wanted: number; urgent: boolean; go: () => void }[] = [];

  function letIn(): void {
    for (let next = waiting[0]; next !== undefined && free >= next.wanted; next = waiting[0]) {
      free -= next.wanted;
      waiting.shift();
      next.go();
    }
  }

  return {
    take: (wanted, urgent = false) =>
      new Promise((go) => {
        const later = urgent ? waiting.findIndex((each) => !each.urgent) : -1;
        waiting.splice(later < 0 ? waiting.length : later, 0, { wanted, urgent, go });
        letIn();
      }),
    give: (given) => {
      free += given;
      letIn();
    },
  };
}
