import type { types } from '@slack/bolt';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Scope } from '../../src/domain/addons/scope.ts';
import type { JudgedAddon } from '../../src/domain/verdicts/urgency.ts';
import type { Decision } from '../../src/slack/access.ts';
import { statusPageValue } from '../../src/slack/button-values.ts';
import { createHome } from '../../src/slack/home.ts';
import { keepSurveys } from '../../src/slack/kept-surveys.ts';
import { NOW } from '../fakes/backups.ts';
import { judged, surveyOf } from '../fakes/judged.ts';
import { SILENT } from '../fakes/log.ts';

const MINUTE_MS = 60_000;
const REFUSAL = 'This needs the role *viewer*, which you do not have: `U1`.';

let now: Date;
let addons: JudgedAddon[];
let scopes: Scope[];
let refused: boolean;
let failure: Error | undefined;
let readings: number;
let visited: Set<string>;
let published: { userId: string; words: string }[];

beforeEach(() => {
  now = NOW;
  addons = [judged('prod/orders', 'failed'), judged('staging/wiki')];
  scopes = [];
  refused = false;
  failure = undefined;
  readings = 0;
  visited = new Set(['U1']);
  published = [];
});

function pass(ms: number): void {
  now = new Date(now.getTime() + ms);
}

function create() {
  const surveys = keepSurveys(
    () => {
      readings += 1;
      return failure
        ? Promise.reject(failure)
        : Promise.resolve(surveyOf(addons, { finishedAt: now }));
    },
    () => now,
  );
  const decide = (): Decision =>
    refused
      ? { granted: false, rule: 'none', sentence: REFUSAL }
      : { granted: true, role: 'viewer', rule: 'all' };
  const home = createHome({
    surveys,
    judge: () => addons,
    scopes: () => Promise.resolve(scopes),
    isFirstVisit: (userId) => Promise.resolve(!visited.has(userId) && visited.add(userId).size > 0),
    access: { mayOpen: () => Promise.resolve(decide()) },
    publish: (userId, view) =>
      Promise.resolve(void published.push({ userId, words: wordsOf(view) })),
    now: () => now,
    log: SILENT,
  });
  return { home, surveys };
}

function wordsOf({ blocks }: types.HomeView): string {
  return JSON.stringify(blocks);
}

function headers(): string[] {
  return published.map(({ words }) => /"header".*?"text":"(.*?)"/.exec(words)?.[1] ?? '');
}

const anew = {
  value: statusPageValue({ page: 0, anew: true }),
  act: { userId: 'U1', reference: 'abc' },
};

describe('opening the Home tab', () => {
  it('shows that it is being read, then the board', async () => {
    const { home } = create();
    await home.opened('U1', 'abc123');

    expect(headers()).toEqual(['Backups', 'Backups: 1 failed, 1 fresh']);
    expect(published[0]?.words).toContain('Reading the account');
    expect(published.map(({ userId }) => userId)).toEqual(['U1', 'U1']);
  });

  it('shows at once what was read within the last minutes', async () => {
    const { home, surveys } = create();
    await surveys.read();
    pass(5 * MINUTE_MS - 1);
    await home.opened('U1', 'abc123');
    expect(headers()).toEqual(['Backups: 1 failed, 1 fresh']);
    expect(readings).toBe(1);

    pass(MINUTE_MS);
    await home.opened('U1', 'abc123');
    expect(headers().slice(1)).toEqual([
      'Backups: 1 failed, 1 fresh',
      'Backups: 1 failed, 1 fresh',
    ]);
    expect(published[1]?.words).toContain('Reading the account');
    expect(published[2]?.words).not.toContain('Reading the account');
    expect(readings).toBe(2);
  });

  it('publishes once a minute for each person, unless something new was read', async () => {
    const { home, surveys } = create();
    await home.opened('U1', 'abc123');
    pass(MINUTE_MS - 1);
    await home.opened('U1', 'abc123');
    expect(published).toHaveLength(2);

    await home.opened('U2', 'abc123');
    expect(published).toHaveLength(3);

    await surveys.read();
    await home.opened('U1', 'abc123');
    expect(published).toHaveLength(4);

    pass(MINUTE_MS);
    await home.opened('U1', 'abc123');
    expect(published).toHaveLength(5);
  });

  it('publishes again once the clock was set back, from a reading of its own', async () => {
    const { home } = create();
    await home.opened('U1', 'abc123');
    pass(-1);
    addons = [judged('prod/orders')];
    await home.opened('U1', 'abc123');

    expect(headers().at(-1)).toBe('Backups: 1 fresh');
    expect(readings).toBe(2);
  });

  it('lets in a person who may read by now, once the clock was set back', async () => {
    refused = true;
    const { home } = create();
    await home.opened('U1', 'abc123');
    pass(-1);
    refused = false;
    await home.opened('U1', 'abc123');

    expect(headers().at(-1)).toBe('Backups: 1 failed, 1 fresh');
  });

  it('shows one reading to a person who opens it twice meanwhile', async () => {
    const { home } = create();
    await Promise.all([home.opened('U1', 'abc123'), home.opened('U1', 'abc123')]);

    expect(published).toHaveLength(2);
    expect(readings).toBe(1);
  });

  it('tells a person what to type first, once, and never on a page that was turned', async () => {
    const { home } = create();
    await home.page({ userId: 'U2', reference: 'abc' }, anew.value);
    pass(MINUTE_MS);
    await home.opened('U2', 'abc123');
    pass(6 * MINUTE_MS);
    await home.opened('U2', 'abc123');

    const isGreeting = published.map(({ words }) => words.includes('New here?'));
    expect(isGreeting).toEqual([false, false, true, false, false]);
  });

  it('keeps the first visit of a person who may not read for when they may', async () => {
    refused = true;
    const { home } = create();
    await home.opened('U2', 'abc123');
    refused = false;
    pass(MINUTE_MS);
    await home.opened('U2', 'abc123');

    expect(published.at(-1)?.words).toContain('New here?');
  });

  it('covers what the digests cover, and everything where there is none', async () => {
    addons.push(judged('prod/cache', 'late', { addon: { type: 'redis' } }));
    scopes = [
      { patterns: ['prod/orders'], types: [] },
      { patterns: ['lab', 'prod'], types: ['mysql'] },
    ];
    const { home } = create();
    await home.opened('U1', 'abc123');

    expect(headers().at(-1)).toBe('Backups: 1 failed');
    expect(published.at(-1)?.words).toContain('what the digests cover');
  });

  it('says to a person who may not read what is missing, and reads nothing', async () => {
    refused = true;
    const { home } = create();
    await home.opened('U1', 'abc123');

    expect(published.map(({ words }) => words.includes(REFUSAL))).toEqual([true]);
    expect(readings).toBe(0);

    await home.opened('U1', 'abc123');
    expect(published).toHaveLength(1);
  });

  it('leaves nothing that says it is being read when it cannot be', async () => {
    failure = new Error('store is away');
    const { home } = create();
    await home.opened('U1', 'abc123');

    expect(headers()).toEqual(['Backups', 'Backups']);
    expect(published[1]?.words).toContain('Something went wrong in the bot');

    failure = undefined;
    await home.opened('U1', 'abc123');
    expect(headers().at(-1)).toBe('Backups: 1 failed, 1 fresh');
  });
});

describe('the buttons of the Home tab', () => {
  it('read anew, keeping the board of before in sight', async () => {
    const { home } = create();
    await home.opened('U1', 'abc123');
    pass(MINUTE_MS);
    addons = [judged('prod/orders')];
    await home.page(anew.act, anew.value);

    expect(readings).toBe(2);
    expect(published[2]?.words).toContain('Reading the account');
    expect(published[2]?.words).toContain('orders');
    expect(headers().at(-1)).toBe('Backups: 1 fresh');
  });

  it('serve one who presses twice from one reading', async () => {
    const { home } = create();
    await home.page(anew.act, anew.value);
    expect(published.at(-1)?.words).not.toContain('again in');
    pass(MINUTE_MS - 1_000);
    await home.page(anew.act, anew.value);

    expect(readings).toBe(1);
    expect(published.at(-1)?.words).toContain('just read, can be read again in 1 s');
    await home.page(anew.act, statusPageValue({ page: 0, anew: false }));
    expect(published.at(-1)?.words).not.toContain('again in');
  });

  it('turn pages within the reading that is shown', async () => {
    addons = Array.from({ length: 50 }, (_, index) => judged(`prod/db-${index + 10}`));
    const { home } = create();
    await home.opened('U1', 'abc123');
    pass(9 * MINUTE_MS);
    await home.page(anew.act, statusPageValue({ page: 1, anew: false }));

    expect(readings).toBe(1);
    expect(published.at(-1)?.words).toContain('page 2 of 2');
  });

  it('leave the tab to be mended when it is opened next', async () => {
    const { home } = create();
    await home.opened('U1', 'abc123');
    pass(MINUTE_MS);
    failure = new Error('store is away');
    await home.page(anew.act, anew.value);
    expect(published.at(-1)?.words).toContain('Something went wrong in the bot');

    pass(1_000);
    await home.opened('U1', 'abc123');
    expect(headers().at(-1)).toBe('Backups: 1 failed, 1 fresh');
  });

  it('refuse on the tab itself a person who may not read any more', async () => {
    const { home } = create();
    await home.opened('U1', 'abc123');
    refused = true;
    await home.page(anew.act, anew.value);

    expect(published.at(-1)?.words).toContain(REFUSAL);
    expect(published.at(-1)?.words).not.toContain('orders');
  });
});
