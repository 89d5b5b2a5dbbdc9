import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { formatAddonRef } from '../../src/domain/addons/addon.ts';
import { surveyAccount } from '../../src/survey/survey.ts';
import { FakeAccount, NOW, settle } from './fake-account.ts';

describe('surveyAccount', () => {
  it('reads backups and schedules of every addon and the list of every destination', async () => {
    const account = new FakeAccount(['shop/a', 'shop/b', 'lab/z'], ['vault']);

    const survey = await surveyAccount(account.deps());

    expect(survey.addons.map(({ kind, addon }) => `${kind} ${formatAddonRef(addon)}`)).toEqual([
      'read lab/z',
      'read shop/a',
      'read shop/b',
    ]);
    expect(survey.addons[0]).toMatchObject({
      backups: { rows: account.backups },
      schedules: { rows: account.schedules },
      readAt: NOW,
    });
    expect(survey.destinations).toMatchObject([{ kind: 'read', destination: { id: 'vault' } }]);
  });

  it('costs addons + projects + destinations + 2 while schedules are cached', async () => {
    const addresses = Array.from({ length: 40 }, (_, index) => `p${index % 5}/db-${index}`);
    const account = new FakeAccount(addresses, ['vault', 'attic']);
    await surveyAccount(account.deps());
    account.asked.length = 0;

    const survey = await surveyAccount(account.deps());

    expect(survey.requests).toBe(40 + 5 + 2 + 2);
    expect(account.asked).toHaveLength(survey.requests);
  });

  it('reads destinations beside the last addons, without waiting for them', async () => {
    const account = new FakeAccount(['shop/a', 'shop/b', 'shop/c'], ['vault']);
    account.held.add('backups shop/c');

    const survey = surveyAccount(account.deps({ concurrency: 2 }));
    await settle();
    const asked = account.asked.filter((each) => /^(backups|destination) /.test(each));
    account.letGo();
    await survey;

    expect(asked).toEqual([
      'backups shop/a',
      'backups shop/b',
      'backups shop/c',
      'destination vault',
    ]);
  });

  it('asks for backups back to the wanted moment, a day without one', async () => {
    const account = new FakeAccount(['shop/a']);
    const since = new Date('2026-11-01T00:00:00Z');

    await surveyAccount(account.deps(), { since });
    await surveyAccount(account.deps());

    expect(account.sinces).toEqual([since, new Date('2026-11-20T09:00:00Z')]);
  });

  it('reads one project alone when asked', async () => {
    const account = new FakeAccount(['shop/a', 'lab/z']);
    account.refuse('addons lab');

    const survey = await surveyAccount(account.deps(), { projectId: 'shop' });

    expect(survey.addons.map(({ addon }) => formatAddonRef(addon))).toEqual(['shop/a']);
    expect(survey.unreadProjects).toEqual([]);
    expect(account.asked).not.toContain('backups lab/z');
  });

  it('keeps at most eight requests under way', async () => {
    const account = new FakeAccount(Array.from({ length: 30 }, (_, index) => `shop/db-${index}`));

    await surveyAccount(account.deps());

    expect(account.mostAtOnce).toBe(8);
  });

  it('reports how far it has come', async () => {
    const account = new FakeAccount(['shop/a', 'shop/b']);
    const seen: string[] = [];

    await surveyAccount(account.deps(), {
      onProgress: ({ done, total }) => seen.push(`${done} of ${total}`),
    });

    expect(seen).toEqual(['0 of 2', '1 of 2', '2 of 2']);
  });

  describe('with something missing', () => {
    it('gives the reason for an addon and reads the others', async () => {
      const account = new FakeAccount(['shop/a', 'shop/b']);
      account.refuse('backups shop/a', 'forbidden');

      const survey = await surveyAccount(account.deps());

      expect(survey.addons).toMatchObject([
        { kind: 'unreadable', failure: { kind: 'forbidden' } },
        { kind: 'read' },
      ]);
      expect(account.errors).toHaveLength(1);
    });

    it('keeps the backups of an addon whose schedules could not be read', async () => {
      const account = new FakeAccount(['shop/a']);
      account.refuse('schedules shop/a');

      const survey = await surveyAccount(account.deps());

      expect(survey.addons).toMatchObject([
        {
          kind: 'read',
          backups: { reach: 'end' },
          schedules: { reach: 'failed', rows: [], failure: { kind: 'unavailable' } },
        },
      ]);
    });

    it('names unread projects and destinations', async () => {
      const account = new FakeAccount(['shop/a', 'lab/z'], ['vault']);
      account.refuse('addons lab');
      account.refuse('destination vault', 'not-found');

      const survey = await surveyAccount(account.deps());

      expect(survey.unreadProjects).toMatchObject([{ project: { id: 'lab' } }]);
      expect(survey.destinations).toMatchObject([
        { kind: 'unreadable', failure: { kind: 'not-found' } },
      ]);
    });

    it('reads the addons also when the list of destinations is refused', async () => {
      const account = new FakeAccount(['shop/a']);
      account.refuse('destinations', 'forbidden');

      const survey = await surveyAccount(account.deps());

      expect(survey.addons).toMatchObject([{ kind: 'read' }]);
      expect(survey.destinationsFailure).toMatchObject({ kind: 'forbidden' });
    });

    it('is a survey with a reason when nothing could be read, and asks no further', async () => {
      const account = new FakeAccount(['shop/a'], ['vault']);
      account.refuse('projects', 'unauthorized');

      const survey = await surveyAccount(account.deps());

      expect(survey).toMatchObject({
        addons: [],
        failure: { kind: 'unauthorized' },
        destinationsFailure: { kind: 'unauthorized' },
      });
      expect(account.asked).toEqual(['projects']);
    });
  });

  describe('at its deadline', () => {
    beforeEach(() => {
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    });
    afterEach(() => {
      vi.useRealTimers();
    });

    it('ends with what it has and gives the rest the reason', async () => {
      const account = new FakeAccount(['shop/a', 'shop/b', 'shop/c', 'shop/d']);
      account.held.add('backups shop/b').add('backups shop/c');
      const surveying = surveyAccount(account.deps({ concurrency: 2 }));
      await settle();

      vi.advanceTimersByTime(5 * 60_000);

      const timeout = {
        kind: 'unreadable',
        failure: { kind: 'timeout', reason: 'reading everything took longer than 5 min' },
      };
      expect((await surveying).addons).toMatchObject([{ kind: 'read' }, timeout, timeout, timeout]);
      expect(account.asked).not.toContain('backups shop/d');
    });

    it('leaves no timer behind', async () => {
      await surveyAccount(new FakeAccount(['shop/a']).deps());

      expect(vi.getTimerCount()).toBe(0);
    });
  });

  it('throws the reason of a caller who gives up, and stops asking', async () => {
    const account = new FakeAccount(['shop/a', 'shop/b', 'shop/c']);
    account.held.add('backups shop/a');
    const caller = new AbortController();
    const surveying = surveyAccount(account.deps({ concurrency: 1 }), { signal: caller.signal });
    await settle();

    caller.abort(new Error('gone'));

    await expect(surveying).rejects.toThrow('gone');
    expect(account.asked).not.toContain('backups shop/b');
  });
});
