import type { Transport } from './deliveries.ts';
import type { Timers } from './timers.ts';

/** Hands envelopes over late, as to an app that is busy: 0 ms for at once. */
export function lateTransport(inner: Transport, lateMs: () => number, timers: Timers): Transport {
  return {
    deliver: (envelope, onReply) => {
      if (lateMs() === 0) inner.deliver(envelope, onReply);
      else timers.after(lateMs(), () => inner.deliver(envelope, onReply));
    },
  };
}
