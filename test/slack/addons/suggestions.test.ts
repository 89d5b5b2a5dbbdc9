import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Directory } from '../../../src/domain/addons/directory.ts';
import { NorthflankError } from '../../../src/northflank/errors.ts';
import type { Decision } from '../../../src/slack/access.ts';
import { createAddonSuggestions } from '../../../src/slack/addons/suggestions.ts';
import { directoryOf } from '../../fakes/directories.ts';
import { SILENT } from '../../fakes/log.ts';

const GRANTED: Decision = { granted: true, role: 'viewer', rule: 'VIEWERS lists *' };
const DENIED: Decision = { granted: false, rule: 'no list grants viewer', sentence: 'No.' };

function offer(directory: () => Promise<Directory>, decision = GRANTED) {
  const access = { mayOpen: async () => decision };
  const suggest = createAddonSuggestions({ access, directory, log: SILENT });
  return async () => (await suggest('U1', '')).map(({ text }) => text.text);
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the menu of addons', () => {
  it('offers them', async () => {
    const texts = offer(async () => directoryOf(['shop/orders-db']));

    expect(await texts()).toEqual(['shop/orders-db']);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('says why there are none when Northflank fails', async () => {
    const error = new NorthflankError('unavailable', 'GET', { path: '/v1/projects' });

    expect(await offer(() => Promise.reject(error))()).toEqual([
      '◌ No addon could be read: Northflank is not answering',
    ]);
  });

  it('does not blame Northflank for a bug', async () => {
    expect(await offer(() => Promise.reject(new TypeError('x is undefined')))()).toEqual([
      '◌ No addon could be read: something went wrong in the bot',
    ]);
  });

  it('answers in time when Northflank does not', async () => {
    const offering = offer(() => new Promise<Directory>(() => {}))();

    await vi.advanceTimersByTimeAsync(2_000);

    expect(await offering).toEqual(['◌ No answer from Northflank yet: type a letter to ask again']);
  });

  it('says so to whoever may not read, and reads nothing', async () => {
    const unread = () => Promise.reject(new Error('is not to be read'));

    expect(await offer(unread, DENIED)()).toEqual([
      '◌ You may not read backups: type /backups to see why',
    ]);
  });
});
