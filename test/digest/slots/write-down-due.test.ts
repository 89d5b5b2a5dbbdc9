import { expect, it } from 'vitest';
import { writeDownDue } from '../../../src/digest/slots/write-down-due.ts';
import type { NewDelivery } from '../../../src/domain/digests/delivery-store.ts';
import { SILENT } from '../../fakes/log.ts';
import { subscription } from '../delivering.ts';

const DAY_MS = 86_400_000;

it('writes down what came due since the newest that is known, and nothing before it', async () => {
  const wish = subscription('s1');
  const at = new Date(wish.updatedAt.getTime() + 5 * DAY_MS);
  const created: NewDelivery[] = [];
  const store = {
    create: (slots: readonly NewDelivery[]) => Promise.resolve(created.push(...slots)),
    lastDue: () => Promise.resolve(new Map([['s1', new Date(at.getTime() - 2 * DAY_MS)]])),
  };
  const subscriptions = () => Promise.resolve([wish]);

  await writeDownDue({ store, subscriptions, log: SILENT }, at);

  expect(created).toHaveLength(2);
});
