import { describe, expect, it } from 'vitest';
import type { Priority } from '../../src/northflank/northflank.ts';
import { surveyAccount } from '../../src/survey/survey.ts';
import { createSurveyor } from '../../src/survey/surveyor.ts';
import { surveyOf } from '../fakes/judged.ts';
import { FakeAccount, NOW, settle } from './fake-account.ts';

const HOUR_MS = 3_600_000;
const OVER_BUDGET = { kind: 'rate-limited', reason: 'the budget is used up' } as const;

function surveyorOf(account: FakeAccount) {
  const deps = account.deps();
  return createSurveyor({ ...deps, read: (options) => surveyAccount(deps, options) });
}

describe('createSurveyor', () => {
  it('makes one survey for callers at the same time and tells all of them how far it is', async () => {
    const account = new FakeAccount(['shop/a', 'shop/b']);
    const surveyor = surveyorOf(account);
    const seen: string[] = [];
    const watch = (who: string) => ({
      onProgress: ({ done }: { done: number }) => seen.push(`${who} ${done}`),
    });

    const [first, second] = await Promise.all([
      surveyor.survey(watch('first')),
      surveyor.survey(watch('second')),
    ]);

    expect(first).toBe(second);
    expect(count(account, 'projects')).toBe(1);
    expect(seen.slice(-2)).toEqual(['first 2', 'second 2']);
  });

  it('serves a survey for less than a minute', async () => {
    const account = new FakeAccount(['shop/a']);
    const surveyor = surveyorOf(account);
    const first = await surveyor.survey();

    account.now = new Date(NOW.getTime() + 59_999);
    expect(await surveyor.survey()).toBe(first);

    account.now = new Date(NOW.getTime() + 60_000);
    expect(await surveyor.survey()).not.toBe(first);
  });

  it('reads anew for a caller who accepts no age', async () => {
    const account = new FakeAccount(['shop/a']);
    const surveyor = surveyorOf(account);
    const first = await surveyor.survey();

    expect(await surveyor.survey({ maxAgeMs: 0 })).not.toBe(first);
  });

  it('reads anew once the clock was set back', async () => {
    const account = new FakeAccount(['shop/a']);
    const surveyor = surveyorOf(account);
    const first = await surveyor.survey();

    account.now = new Date(NOW.getTime() - 1);

    expect(await surveyor.survey({ since: first.startedAt })).not.toBe(first);
  });

  it('serves no survey that reaches back less than wanted', async () => {
    const account = new FakeAccount(['shop/a']);
    const surveyor = surveyorOf(account);
    const shallow = await surveyor.survey({ since: new Date(NOW.getTime() - HOUR_MS) });

    const deep = await surveyor.survey({ since: new Date(NOW.getTime() - 48 * HOUR_MS) });
    expect(deep).not.toBe(shallow);
    expect(await surveyor.survey({ since: NOW })).toBeOneOf([shallow, deep]);
    expect(count(account, 'projects')).toBe(2);
  });

  it('serves one project from a survey of everything', async () => {
    const account = new FakeAccount(['shop/a', 'lab/z']);
    account.refuse('addons lab');
    const surveyor = surveyorOf(account);
    await surveyor.survey();

    const shop = await surveyor.survey({ projectId: 'shop' });

    expect(shop).toMatchObject({ addons: [{ addon: { addonId: 'a' } }], unreadProjects: [] });
    expect(count(account, 'projects')).toBe(1);
  });

  it('never serves everything from a survey of one project', async () => {
    const account = new FakeAccount(['shop/a', 'lab/z']);
    const surveyor = surveyorOf(account);

    const shop = await surveyor.survey({ projectId: 'shop' });
    const all = await surveyor.survey();

    expect(shop.addons).toHaveLength(1);
    expect(all.addons).toHaveLength(2);
  });

  it('goes on for the others when one caller gives up', async () => {
    const account = new FakeAccount(['shop/a']);
    account.held.add('backups shop/a');
    const surveyor = surveyorOf(account);
    const caller = new AbortController();
    const impatient = surveyor.survey({ signal: caller.signal });
    const patient = surveyor.survey();
    await settle();

    caller.abort(new Error('gone'));
    await expect(impatient).rejects.toThrow('gone');
    const late = surveyor.survey();
    account.letGo();

    expect((await patient).addons).toMatchObject([{ kind: 'read' }]);
    expect(await late).toBe(await patient);
    expect(count(account, 'projects')).toBe(1);
  });

  it('stops when the last caller gives up, and starts anew for the next', async () => {
    const account = new FakeAccount(['shop/a']);
    account.held.add('backups shop/a');
    const surveyor = surveyorOf(account);
    const caller = new AbortController();
    const longAgo = new Date(NOW.getTime() - 1000 * HOUR_MS);
    const impatient = surveyor.survey({ signal: caller.signal, since: longAgo });
    await settle();

    caller.abort(new Error('gone'));
    await expect(impatient).rejects.toThrow('gone');
    account.letGo();

    expect((await surveyor.survey({ since: NOW })).addons).toMatchObject([{ kind: 'read' }]);
    expect(count(account, 'projects')).toBe(2);
    expect(account.sinces).toEqual([longAgo, NOW]);
  });
});

describe('createSurveyor with callers of several priorities', () => {
  it.each<{ first: Priority; second: Priority; joins: boolean }>([
    { first: 'background', second: 'digest', joins: false },
    { first: 'background', second: 'person', joins: false },
    { first: 'digest', second: 'person', joins: false },
    { first: 'digest', second: 'digest', joins: true },
    { first: 'digest', second: 'background', joins: true },
    { first: 'person', second: 'background', joins: true },
  ])('lets $second join the survey of $first: $joins', async ({ first, second, joins }) => {
    const { surveyor, asked } = surveyorThatReads(() => 'whole');

    await Promise.all([
      surveyor.survey({ priority: first }),
      surveyor.survey({ priority: second, since: NOW }),
    ]);

    expect(asked).toEqual(joins ? [first] : [first, second]);
  });

  it('serves nobody more urgent what the requests of another were too few for', async () => {
    const { surveyor, asked } = surveyorThatReads((priority) =>
      priority === 'person' ? 'whole' : 'cut short',
    );
    const cut = await surveyor.survey({ priority: 'background' });
    expect(await surveyor.survey({ priority: 'background' })).toBe(cut);

    await surveyor.survey({ priority: 'digest' });
    const whole = await surveyor.survey({ priority: 'person' });

    expect(asked).toEqual(['background', 'digest', 'person']);
    expect(await surveyor.survey({ priority: 'person' })).toBe(whole);
  });

  it('serves everybody what was read whole', async () => {
    const { surveyor, asked } = surveyorThatReads(() => 'whole');
    await surveyor.survey({ priority: 'background' });

    await surveyor.survey({ priority: 'digest' });
    await surveyor.survey();

    expect(asked).toEqual(['background']);
  });
});

/** A surveyor whose readings end as the budget of each priority lets them. */
function surveyorThatReads(outcome: (priority: Priority) => 'whole' | 'cut short') {
  const asked: Priority[] = [];
  const surveyor = createSurveyor({
    now: () => NOW,
    read: ({ priority = 'person' }) => {
      asked.push(priority);
      const failure = outcome(priority) === 'whole' ? undefined : OVER_BUDGET;
      return Promise.resolve(surveyOf([], { failure, finishedAt: NOW }));
    },
  });
  return { surveyor, asked };
}

function count(account: FakeAccount, request: string): number {
  return account.asked.filter((asked) => asked === request).length;
}
