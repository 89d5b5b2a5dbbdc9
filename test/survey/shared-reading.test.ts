import { describe, expect, it } from 'vitest';
import type { Priority } from '../../src/northflank/northflank.ts';
import { createSharedReading } from '../../src/survey/shared-reading.ts';

/** A reading that answers with the priority that it was started with, once it is let go. */
function held() {
  const started: Priority[] = [];
  const stopped: Priority[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const read = createSharedReading(async ({ priority = 'person', signal }) => {
    started.push(priority);
    signal.addEventListener('abort', () => stopped.push(priority));
    await promise;
    return priority;
  });
  return { read, started, stopped, letGo: resolve };
}

describe('createSharedReading', () => {
  it('lets a caller join what was started for one as urgent', async () => {
    const { read, started, letGo } = held();

    const all = Promise.all([read(), read({ priority: 'digest' }), read()]);
    letGo();

    expect(await all).toEqual(['person', 'person', 'person']);
    expect(started).toEqual(['person']);
  });

  it('starts another for a caller who is more urgent, which later ones join', async () => {
    const { read, started, letGo } = held();

    const all = Promise.all([
      read({ priority: 'background' }),
      read({ priority: 'digest' }),
      read({ priority: 'background' }),
    ]);
    letGo();

    expect(await all).toEqual(['background', 'digest', 'digest']);
    expect(started).toEqual(['background', 'digest']);
  });

  it('stops only the one whose callers gave up', async () => {
    const { read, stopped, letGo } = held();
    const caller = new AbortController();
    const slow = read({ priority: 'background', signal: caller.signal });
    const urgent = read();

    caller.abort(new Error('gone'));
    await expect(slow).rejects.toThrow('gone');
    expect(stopped).toEqual(['background']);
    const joined = read();
    letGo();

    expect(await Promise.all([urgent, joined])).toEqual(['person', 'person']);
  });
});
