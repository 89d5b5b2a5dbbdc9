import { describe, expect, it } from 'vitest';
import { createWrongGuesses } from '../../src/survey/destinations.ts';
import { surveyAccount } from '../../src/survey/survey.ts';
import { DAILY, dumpAt, FakeAccount, NOW } from './fake-account.ts';

const HOUR_MS = 3_600_000;

/** An account whose list names no ids: one guess is right, the other is not. */
function guessedAccount(): FakeAccount {
  const account = new FakeAccount(['shop/a']);
  account.destinations = [
    { id: 'vault', name: 'Vault', idGuessed: true },
    { id: 'archive-eu', name: 'Archive EU', idGuessed: true },
  ];
  account.refuse('destination archive-eu', 'not-found');
  return account;
}

const kinds = ({ destinations }: Awaited<ReturnType<typeof surveyAccount>>) =>
  destinations.map(({ kind, destination }) => `${destination.id} ${kind}`);

describe('the destinations of a survey', () => {
  it('tell a wrong guess from a destination that could not be read', async () => {
    const account = guessedAccount();

    expect(kinds(await surveyAccount(account.deps()))).toEqual([
      'vault read',
      'archive-eu idUnknown',
    ]);
    expect(account.errors).toEqual([]);
  });

  it('are not asked for a wrong guess again within a day', async () => {
    const account = guessedAccount();
    const deps = account.deps();
    const asked = () => account.asked.filter((each) => each === 'destination archive-eu').length;
    await surveyAccount(deps);

    account.now = new Date(NOW.getTime() + 24 * HOUR_MS - 1);
    expect(kinds(await surveyAccount(deps))).toContain('archive-eu idUnknown');
    expect(asked()).toBe(1);

    account.now = new Date(NOW.getTime() + 24 * HOUR_MS);
    await surveyAccount(deps);
    expect(asked()).toBe(2);
  });

  it('are asked for a wrong guess again once the clock was set back', async () => {
    const account = guessedAccount();
    const deps = account.deps();
    await surveyAccount(deps);

    account.now = new Date(NOW.getTime() - 1);
    await surveyAccount(deps);

    expect(account.asked.filter((each) => each === 'destination archive-eu')).toHaveLength(2);
  });

  it.each(['unavailable', 'forbidden'] as const)(
    'stay unreadable when a guess is %s',
    async (kind) => {
      const account = guessedAccount();
      account.refuse('destination archive-eu', kind);

      expect(kinds(await surveyAccount(account.deps()))).toContain('archive-eu unreadable');
    },
  );

  it('stay unreadable when an id that the list gave is not found', async () => {
    const account = new FakeAccount(['shop/a'], ['vault']);
    account.refuse('destination vault', 'not-found');

    expect(kinds(await surveyAccount(account.deps()))).toEqual(['vault unreadable']);
  });

  it('are read under the id that a schedule names where the list names none', async () => {
    const account = guessedAccount();
    account.schedules = [{ ...DAILY, destinationIds: ['archive-eu-x7', 'vault'] }];

    expect(kinds(await surveyAccount(account.deps()))).toEqual([
      'vault read',
      'archive-eu idUnknown',
      'archive-eu-x7 read',
    ]);
  });

  it('are read once under the id that the newest good copies of addons name', async () => {
    const account = guessedAccount();
    account.addresses = ['shop/a', 'shop/b'];
    account.backups = [
      dumpAt('2026-11-21T08:30:20Z', { status: 'failed', destinationIds: ['other'] }),
      dumpAt('2026-11-21T02:30:20Z', { destinationIds: ['archive-eu-x7'] }),
      dumpAt('2026-11-20T02:30:20Z', { destinationIds: ['long-gone'] }),
    ];

    const survey = await surveyAccount(account.deps());

    expect(kinds(survey)).toEqual(['vault read', 'archive-eu idUnknown', 'archive-eu-x7 read']);
    expect(account.asked.filter((each) => each.startsWith('destination '))).toHaveLength(3);
  });

  it('are no wrong guess where an addon names the very id that is not found', async () => {
    const account = guessedAccount();
    account.schedules = [{ ...DAILY, destinationIds: ['archive-eu'] }];

    expect(kinds(await surveyAccount(account.deps()))).toContain('archive-eu unreadable');
  });

  it('hold back where an addon keeps copies in a place that is not found', async () => {
    const account = new FakeAccount(['shop/a'], ['vault']);
    account.schedules = [{ ...DAILY, destinationIds: ['removed'] }];
    account.refuse('destination removed', 'not-found');

    expect(kinds(await surveyAccount(account.deps()))).toEqual([
      'vault read',
      'removed unreadable',
    ]);
  });

  it('are not looked for one by one where they could not be listed', async () => {
    const account = new FakeAccount(['shop/a']);
    account.schedules = [{ ...DAILY, destinationIds: ['vault'] }];
    account.refuse('destinations', 'forbidden');

    const survey = await surveyAccount(account.deps());

    expect(survey.destinationsFailure).toMatchObject({ kind: 'forbidden' });
    expect(account.asked).not.toContain('destination vault');
  });
});

describe('createWrongGuesses', () => {
  it('knows only what was found wrong', () => {
    const wrong = createWrongGuesses(() => NOW);
    wrong.add('archive-eu');

    expect(wrong.has('archive-eu')).toBe(true);
    expect(wrong.has('vault')).toBe(false);
  });
});
