import { expect, it } from 'vitest';
import { createTellRefused } from '../../src/digest/tell-owner.ts';
import type { PostAnswer } from '../../src/domain/digests/posting.ts';
import { SILENT } from '../fakes/log.ts';
import { subscription } from './delivering.ts';

const REASON = 'Slack answered msg_too_long';

/** One digest of one owner, and what Slack answers whoever is told of it. */
function start(answer: PostAnswer) {
  const told: string[] = [];
  const tell = createTellRefused({
    subscription: (id) =>
      Promise.resolve(id === 's1' ? subscription('s1', { ownerId: 'U0OWNER' }) : undefined),
    tell: (userId, { id }, reason) => {
      told.push(`${userId}: ${id}, ${reason}`);
      return Promise.resolve(answer);
    },
    admins: () => Promise.resolve(['U0ADMIN1']),
    log: SILENT,
  });
  return { tell, told };
}

it('tells the owner of a digest that Slack refuses, each time', async () => {
  const { tell, told } = start({ kind: 'ok', ts: '1.1' });

  expect([await tell('s1', REASON), await tell('s1', REASON)]).toEqual([true, true]);

  expect(told).toEqual([`U0OWNER: s1, ${REASON}`, `U0OWNER: s1, ${REASON}`]);
});

it('is to be asked again while nobody can be told', async () => {
  expect(await start({ kind: 'rate-limited' }).tell('s1', REASON)).toBe(false);
});

it('tells nobody of one whose settings are gone', async () => {
  const { tell, told } = start({ kind: 'ok', ts: '1.1' });

  expect(await tell('s9', REASON)).toBe(true);
  expect(told).toEqual([]);
});
