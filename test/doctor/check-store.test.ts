import { describe, expect, it } from 'vitest';
import { checkRunningStore, checkSetAside, checkStore } from '../../src/doctor/check-store.ts';

const name = 'SQLite at data/backups.db';

describe('the database before a start', () => {
  it.each([
    [
      { kind: 'ready', schema: { has: 2, knows: 2 } },
      `${name} can be read and written; its tables have version 2.`,
    ],
    [
      { kind: 'ready', schema: { has: 1, knows: 2 } },
      `${name} can be read and written; its tables have version 1 and get version 2 when the bot starts.`,
    ],
    [
      { kind: 'ready', schema: { has: 0, knows: 2 } },
      `${name} can be read and written; its tables are made when the bot starts.`,
    ],
    [{ kind: 'new' }, `${name} is not there yet and is made when the bot starts.`],
    [
      { kind: 'in-use', schema: { has: 2, knows: 2 } },
      `${name} can be read; its tables have version 2. A bot is running on it, as it should be while one runs; a second one would need Postgres.`,
    ],
  ] as const)('is well: %o', (look, fact) => {
    expect(checkStore({ name, ...look })).toEqual({ health: 'ok', subject: 'Database', fact });
  });

  it('is wrong when the bot would not start with it', () => {
    const found = checkStore({ name, kind: 'trouble', trouble: 'nobody takes connections there' });

    expect(found).toMatchObject({
      health: 'wrong',
      fact: `${name} cannot be used: nobody takes connections there.`,
    });
  });
});

describe('the database of a running bot', () => {
  it('is as its own health says', () => {
    expect(checkRunningStore([])).toMatchObject([{ health: 'ok' }]);
    expect(checkRunningStore(['The disk of the store is full', 'Another'])).toMatchObject([
      { health: 'wrong', fact: 'The disk of the store is full.' },
      { health: 'wrong', fact: 'Another.' },
    ]);
  });
});

describe('a database that was set aside', () => {
  it('is wrong for as long as it is there, with what to do', () => {
    expect(checkSetAside([])).toEqual([]);
    expect(checkSetAside(['data/a', 'data/b'])).toEqual([
      {
        health: 'wrong',
        subject: 'Database',
        fact: expect.stringMatching(/does not know the digests .*: data\/a and data\/b\.$/),
        mend: expect.stringMatching(
          /put back a backup .* or type \/backups digest in each channel/,
        ),
      },
    ]);
  });
});
