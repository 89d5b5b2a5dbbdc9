import { describe, expect, it } from 'vitest';
import type { Addon, Project } from '../../src/domain/addons/addon.ts';
import { formatAddonRef } from '../../src/domain/addons/addon.ts';
import type { Listing } from '../../src/domain/listing.ts';
import { NorthflankError } from '../../src/northflank/errors.ts';
import type { CallOptions } from '../../src/northflank/northflank.ts';
import { createDirectoryReader } from '../../src/survey/directory.ts';
import { fakeListing } from '../fakes/backups.ts';
import { addonRow, project } from '../fakes/directories.ts';

const START = Date.parse('2026-11-21T09:00:00Z');

describe('createDirectoryReader', () => {
  it('reads every project and sorts its addons by address', async () => {
    const account = fakeAccount({ shop: ['shop/b', 'shop/a'], lab: ['lab/z'] });

    const directory = await account.reader.read();

    expect(directory.addons.map(formatAddonRef)).toEqual(['lab/z', 'shop/a', 'shop/b']);
    expect(directory.addons[0]).toMatchObject({ projectName: 'lab' });
    expect(directory).toMatchObject({ unreadProjects: [], unreadableRows: 0 });
    expect(account.requests).toBe(3);
  });

  it('reads once for callers at the same time', async () => {
    const account = fakeAccount({ shop: ['shop/a'] });

    const [first, second] = await Promise.all([account.reader.read(), account.reader.read()]);

    expect(first).toBe(second);
    expect(account.requests).toBe(2);
  });

  it('serves its copy for a minute, then reads again', async () => {
    const account = fakeAccount({ shop: ['shop/a'] });
    await account.reader.read();

    account.passSeconds(59);
    await account.reader.read();
    expect(account.requests).toBe(2);

    account.passSeconds(1);
    await account.reader.read();
    expect(account.requests).toBe(4);
  });

  it('reads again for a caller who wants it fresh', async () => {
    const account = fakeAccount({ shop: ['shop/a'] });
    await account.reader.read();

    await account.reader.read({ maxAgeMs: 0 });

    expect(account.requests).toBe(4);
  });

  it('reads again once the clock was set back', async () => {
    const account = fakeAccount({ shop: ['shop/a'] });
    await account.reader.read();

    account.passSeconds(-1);
    await account.reader.read();

    expect(account.requests).toBe(4);
  });

  it('counts an addon once that came on two pages', async () => {
    const account = fakeAccount({ shop: ['shop/a', 'shop/b', 'shop/a'] });

    const directory = await account.reader.read();

    expect(directory.addons.map(formatAddonRef)).toEqual(['shop/a', 'shop/b']);
  });

  describe('for type-ahead', () => {
    it('asks nothing during twenty key presses', async () => {
      const account = fakeAccount({ shop: ['shop/a'] });
      await account.reader.read();

      for (let press = 0; press < 20; press += 1) {
        account.passSeconds(1);
        await account.reader.readAtOnce();
      }

      expect(account.requests).toBe(2);
    });

    it('serves an old copy at once and renews it once behind', async () => {
      const account = fakeAccount({ shop: ['shop/a'] });
      const old = await account.reader.read();
      account.passSeconds(3600);
      account.contents = { shop: ['shop/a', 'shop/b'] };

      const presses = await Promise.all(
        Array.from({ length: 20 }, () => account.reader.readAtOnce()),
      );
      expect(presses.every((directory) => directory === old)).toBe(true);

      await account.settle();
      expect(account.requests).toBe(4);
      expect((await account.reader.readAtOnce()).addons).toHaveLength(2);
    });

    it('keeps the old copy while renewing fails, without trying at each key press', async () => {
      const account = fakeAccount({ shop: ['shop/a'] });
      const old = await account.reader.read();
      account.passSeconds(3600);
      account.failProjects = true;

      for (let press = 0; press < 20; press += 1) {
        expect(await account.reader.readAtOnce()).toBe(old);
        await account.settle();
      }

      expect(account.requests).toBe(3);
      expect(account.errors).toHaveLength(1);
    });

    it('renews its copy once the clock was set back', async () => {
      const account = fakeAccount({ shop: ['shop/a'] });
      await account.reader.read();

      account.passSeconds(-1);
      await account.reader.readAtOnce();
      await account.settle();

      expect(account.requests).toBe(4);
    });

    it('waits for the first copy', async () => {
      const account = fakeAccount({ shop: ['shop/a'] });

      expect((await account.reader.readAtOnce()).addons).toHaveLength(1);
    });
  });

  describe('with something missing', () => {
    it('names the project that could not be read and keeps the rest', async () => {
      const account = fakeAccount({ shop: ['shop/a'], vault: ['vault/a'] });
      account.refuse('vault');

      const directory = await account.reader.read();

      expect(directory.addons.map(formatAddonRef)).toEqual(['shop/a']);
      expect(directory.unreadProjects).toEqual([
        {
          project: project('vault'),
          failure: {
            kind: 'forbidden',
            reason: "the token's role lacks a permission",
            retryAt: undefined,
          },
        },
      ]);
      expect(account.errors).toHaveLength(1);
    });

    it('keeps what was read before a list broke off, and says so', async () => {
      const account = fakeAccount({ shop: ['shop/a'] });
      const failure = { kind: 'unavailable', reason: 'Northflank is not answering' } as const;
      account.more = { reach: 'failed', failure, unreadable: [{ reason: 'no id' }] };

      const directory = await account.reader.read();

      expect(directory.addons).toHaveLength(1);
      expect(directory.unreadProjects).toEqual([{ project: project('shop'), failure }]);
      expect(directory.unreadableRows).toBe(1);
    });

    it('is served for ten seconds only', async () => {
      const account = fakeAccount({ shop: ['shop/a'] });
      account.refuse('shop');
      await account.reader.read();

      account.passSeconds(9);
      await account.reader.read();
      expect(account.requests).toBe(2);

      account.passSeconds(1);
      await account.reader.read();
      expect(account.requests).toBe(4);
    });

    it('is served to nobody more urgent than who it was read for', async () => {
      const account = fakeAccount({ shop: ['shop/a'] });
      account.refuse('shop');
      await account.reader.read({ priority: 'digest' });

      await account.reader.read({ priority: 'background' });
      await account.reader.read({ priority: 'digest' });
      expect(account.requests).toBe(2);

      await account.reader.read();
      expect(account.requests).toBe(4);
    });

    it('throws when not even the projects could be listed', async () => {
      const account = fakeAccount({});
      account.failProjects = true;

      await expect(account.reader.read()).rejects.toThrow(NorthflankError);
    });
  });

  describe('when a caller gives up', () => {
    it('leaves the reading to the others', async () => {
      const account = fakeAccount({ shop: ['shop/a'] });
      const impatient = new AbortController();
      const first = account.reader.read({ signal: impatient.signal });
      const second = account.reader.read();

      impatient.abort(new Error('gone'));

      await expect(first).rejects.toThrow('gone');
      expect((await second).addons).toHaveLength(1);
    });

    it('stops the reading when nobody is left', async () => {
      const account = fakeAccount({ shop: ['shop/a'] });
      const impatient = new AbortController();
      const only = account.reader.read({ signal: impatient.signal });

      impatient.abort(new Error('gone'));

      await expect(only).rejects.toThrow('gone');
      expect(account.lastSignal?.aborted).toBe(true);
      expect((await account.reader.read()).addons).toHaveLength(1);
    });
  });
});

function fakeAccount(contents: Record<string, string[]>) {
  let time = START;
  const refused = new Set<string>();
  const account = {
    contents,
    requests: 0,
    failProjects: false,
    more: {} as Partial<Listing<Addon>>,
    errors: [] as unknown[],
    lastSignal: undefined as AbortSignal | undefined,
    refuse: (projectId: string) => refused.add(projectId),
    passSeconds: (seconds: number) => {
      time += seconds * 1000;
    },
    /** Lets everything under way come to its end; the fakes need no real time. */
    settle: () => new Promise((resolve) => setImmediate(resolve)),
    reader: createDirectoryReader({
      now: () => new Date(time),
      concurrency: 2,
      onError: (error) => account.errors.push(error),
      async listProjects({ signal }: CallOptions = {}): Promise<Listing<Project>> {
        account.requests += 1;
        account.lastSignal = signal;
        await Promise.resolve();
        if (account.failProjects) {
          throw new NorthflankError('unavailable', 'no answer', { path: '/v1/projects' });
        }
        return fakeListing(Object.keys(account.contents).map((id) => project(id)));
      },
      async listAddons(projectId): Promise<Listing<Addon>> {
        account.requests += 1;
        await Promise.resolve();
        if (refused.has(projectId)) {
          throw new NorthflankError('forbidden', 'no', {
            path: `/v1/projects/${projectId}/addons`,
          });
        }
        return fakeListing((account.contents[projectId] ?? []).map(addonRow), account.more);
      },
    }),
  };
  return account;
}
