import { describe, expect, it } from 'vitest';
import { createDeliver } from '../../../src/digest/delivery/deliver.ts';
import type { DeliverDeps } from '../../../src/digest/delivery/run.ts';
import type { AuditEntry } from '../../../src/domain/audit.ts';
import type { LookAnswer } from '../../../src/domain/digests/posting.ts';
import { startDelivering } from '../delivering.ts';
import { RUNNING } from './delivery-acts.ts';

describe('a bot that lost its lease in the middle of a post', () => {
  /** Posts, finds the lease gone, and then sees these copies each time that it looks. */
  async function overtaken(
    seen: readonly LookAnswer[],
    overrides: Partial<DeliverDeps> = {},
    signal = RUNNING,
  ): Promise<{ removed: string[]; looks: number; audited: AuditEntry[]; waitedMs: number }> {
    const { deps, storage, ref, time, audited, write } = await startDelivering();
    await write();
    const removed: string[] = [];
    let looks = 0;
    const deliver = createDeliver({
      ...deps,
      store: { ...storage.deliveries, savePart: () => Promise.resolve(false) },
      look: () => {
        looks += 1;
        return Promise.resolve(seen[looks - 1] ?? { kind: 'unavailable' });
      },
      remove: (_channel, ts) => {
        removed.push(ts);
        return Promise.resolve(true);
      },
      ...overrides,
    });
    const before = time.now();
    expect(await time.until(deliver(ref, signal))).toBe('taken');
    return { removed, looks, audited, waitedMs: time.now().getTime() - before.getTime() };
  }

  const read = (...ts: string[]): LookAnswer => ({ kind: 'read', ts });

  it('looks once more after 20 s, since the copy of the other may show late', async () => {
    const { removed, looks, waitedMs } = await overtaken([read('2.0'), read('2.0', '1.0')]);

    expect({ removed, looks, waitedMs }).toEqual({ removed: ['2.0'], looks: 2, waitedMs: 20_000 });
  });

  it('leaves it at that where history cannot be read', async () => {
    const { removed, looks } = await overtaken([{ kind: 'unavailable' }, read('2.0', '1.0')]);

    expect({ removed, looks }).toEqual({ removed: [], looks: 1 });
  });

  it('writes down when it is not known whether the twin is gone', async () => {
    const remove = () => Promise.resolve(false);

    const { audited } = await overtaken([read('2.0', '1.0'), read('1.0')], { remove });

    expect(audited.map(({ state, subject }) => [state, subject])).toEqual([
      ['intended', '2.0'],
      ['not-known', '2.0'],
    ]);
  });

  it('looks no more when it is stopped', async () => {
    const stop = new AbortController();
    let looks = 0;
    const look = () => {
      looks += 1;
      stop.abort();
      return Promise.resolve(read('1.0'));
    };

    const { waitedMs } = await overtaken([], { look }, stop.signal);

    expect({ looks, waitedMs }).toEqual({ looks: 1, waitedMs: 0 });
  });

  it('leaves to the other what it finds of a lost post', async () => {
    const { deps, storage, channel, ref, time, write } = await startDelivering();
    await write();
    channel.fates = [{ kind: 'taken' }];
    let looks = 0;
    const deliver = createDeliver({
      ...deps,
      store: { ...storage.deliveries, savePart: () => Promise.resolve(false) },
      look: (request) => {
        looks += 1;
        return deps.look(request);
      },
    });

    expect(await time.until(deliver(ref, RUNNING))).toBe('taken');

    expect(looks).toBe(1);
  });

  it('does not wait for its turn with a simpler form of a refused message', async () => {
    const { deps, storage, channel, ref, time, write } = await startDelivering();
    await write();
    channel.fates = [{ kind: 'answer', answer: { kind: 'refused', code: 'invalid_blocks' } }];
    let [turns, saves] = [0, 0];
    const { savePart } = storage.deliveries;
    const deliver = createDeliver({
      ...deps,
      pace: () => Promise.resolve(void (turns += 1)),
      store: {
        ...storage.deliveries,
        // First that it was not sent, then the form.
        savePart: (...given) => {
          saves += 1;
          return saves === 2 ? Promise.resolve(false) : savePart(...given);
        },
      },
    });

    expect(await time.until(deliver(ref, RUNNING))).toBe('taken');

    expect(turns).toBe(1);
  });
});
