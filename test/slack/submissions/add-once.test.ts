import { describe, expect, it } from 'vitest';
import type { Destination } from '../../../src/domain/destinations/destination.ts';
import type { Listing, ReadFailureKind } from '../../../src/domain/listing.ts';
import { NorthflankError } from '../../../src/northflank/errors.ts';
import { addOnce } from '../../../src/slack/submissions/add-once.ts';
import { CANARY, TYPED, WANTED } from '../../fakes/destination-form.ts';

const READ_AT = new Date('2026-11-21T09:00:00Z');
const ADDED: Destination = { id: 'nightly-archive', idGuessed: false, name: 'Nightly archive' };

function listing(
  rows: readonly Destination[] = [],
  more: Partial<Listing<Destination>> = {},
): Listing<Destination> {
  return { rows, unreadable: [], reach: 'end', readAt: READ_AT, ...more };
}

function failure(kind: ReadFailureKind, more: Partial<NorthflankError> = {}): NorthflankError {
  return new NorthflankError(kind, 'POST /v1/backup-destinations failed', {
    path: '/v1/backup-destinations',
    ...more,
  });
}

/** One step of the play: what comes back, or the error that does. */
type Step<T> = T | Error;

/** Plays the given answers in order, and writes down what was asked. */
function play(lists: readonly Step<Listing<Destination>>[], answer: Step<Destination> = ADDED) {
  const asked: string[] = [];
  const failures: unknown[] = [];
  const left = [...lists];
  return {
    asked,
    failures,
    run: async () =>
      await addOnce(WANTED, {
        addDestination: async () => {
          asked.push('add');
          if (answer instanceof Error) throw answer;
          return answer;
        },
        listDestinations: async () => {
          asked.push('list');
          const next = left.shift() ?? new Error('nothing more to read');
          if (next instanceof Error) throw next;
          return next;
        },
        wait: async (ms) => {
          asked.push(`wait ${ms}`);
        },
        onDoubt: async () => {
          asked.push('in doubt');
        },
        onFailure: (error) => failures.push(error),
      }),
  };
}

describe('addOnce', () => {
  it('looks first, then adds with one request', async () => {
    const { asked, run } = play([listing()]);

    expect(await run()).toEqual({ kind: 'done', destination: ADDED });
    expect(asked).toEqual(['list', 'add']);
  });

  it.each([
    ['the same name', { ...ADDED, name: 'Nightly archive' }],
    ['a name of the same id', { ...ADDED, id: 'x', name: 'nightly-archive' }],
    ['the same id under another name', { ...ADDED, name: 'Renamed' }],
  ])('sends nothing when there is %s already', async (_, row) => {
    const { asked, run } = play([listing([row])]);

    expect(await run()).toEqual({ kind: 'taken' });
    expect(asked).toEqual(['list']);
  });

  it.each([
    ['cannot be read', failure('unavailable')],
    ['breaks off', listing([], { reach: 'failed', failure: { kind: 'timeout', reason: 'slow' } })],
  ])('sends nothing when the list of destinations %s', async (_, list) => {
    const { asked, run } = play([list]);

    expect(await run()).toMatchObject({ kind: 'unsent' });
    expect(asked).toEqual(['list']);
  });

  it.each(['unauthorized', 'forbidden', 'not-found', 'rate-limited', 'refused'] as const)(
    'believes a "no" of kind %s without looking again',
    async (kind) => {
      const { asked, run } = play([listing()], failure(kind, { status: 400, detail: 'No.' }));

      expect(await run()).toMatchObject({
        kind: 'refused',
        failure: { kind },
        detail: 'No.',
        fields: [],
      });
      expect(asked).toEqual(['list', 'add']);
    },
  );

  it('knows that nothing came of a request that was never sent', async () => {
    const { asked, run } = play([listing()], failure('unavailable', { sent: false }));

    expect(await run()).toMatchObject({ kind: 'unsent', failure: { kind: 'unavailable' } });
    expect(asked).toEqual(['list', 'add']);
  });

  it.each([
    { sent: ['credentials.endpoint'], fields: ['endpoint'] },
    { sent: ['name', 'prefix', 'name'], fields: ['name', 'prefix'] },
    { sent: ['data.credentials.bucketName'], fields: ['bucketName'] },
    { sent: ['credentials', 'type', 'usage'], fields: [] },
  ])('reads the fields $sent of a refusal as $fields of the form', async ({ sent, fields }) => {
    const { run } = play([listing()], failure('refused', { status: 400, fields: sent }));

    expect(await run()).toMatchObject({ fields });
  });

  it('takes a conflict without fields for one of the name', async () => {
    const { run } = play([listing()], failure('refused', { status: 409 }));

    expect(await run()).toMatchObject({ kind: 'refused', fields: ['name'] });
  });

  it.each([TYPED.secretKey, TYPED.secretKey.slice(5, 14), TYPED.accessKey.toLowerCase()])(
    'leaves out Northflank’s words when they repeat a key (%#)',
    async (piece) => {
      const detail = `"${piece}" is not allowed`;
      const { run } = play([listing()], failure('refused', { status: 400, detail }));
      const outcome = await run();

      expect(outcome).toMatchObject({ kind: 'refused', detail: undefined });
      expect(JSON.stringify(outcome)).not.toMatch(CANARY);
    },
  );

  describe('when the answer is lost', () => {
    it.each([
      failure('timeout'),
      failure('unavailable', { status: 502 }),
      failure('malformed'),
      failure('cancelled'),
      failure('refused', { status: 408 }),
      new TypeError('something of ours'),
    ])('looks the name up after %s, and sends nothing again', async (error) => {
      const { asked, run } = play([listing(), listing([ADDED])], error);

      expect(await run()).toEqual({ kind: 'done', destination: ADDED });
      expect(asked).toEqual(['list', 'add', 'in doubt', 'wait 2000', 'list']);
    });

    it('looks three times, the last 17 s after, before it says that nothing came of it', async () => {
      const { asked, run } = play([listing(), listing(), listing(), listing()], failure('timeout'));

      expect(await run()).toEqual({ kind: 'absent' });
      expect(asked.slice(3)).toEqual([
        'wait 2000',
        'list',
        'wait 5000',
        'list',
        'wait 10000',
        'list',
      ]);
    });

    it('finds it at the last look', async () => {
      const { run } = play(
        [listing(), listing(), failure('unavailable'), listing([ADDED])],
        failure('timeout'),
      );

      expect(await run()).toMatchObject({ kind: 'done' });
    });

    it.each([
      ['no look succeeds', [failure('timeout'), failure('timeout'), failure('timeout')]],
      ['the last look fails', [listing(), listing(), failure('timeout')]],
      ['only one look succeeds', [failure('timeout'), failure('timeout'), listing()]],
      [
        'a row cannot be read, which may be the one',
        Array.from({ length: 3 }, () => listing([], { unreadable: [{ reason: 'no name' }] })),
      ],
      [
        'the list breaks off',
        Array.from({ length: 3 }, () =>
          listing([], { reach: 'failed', failure: { kind: 'timeout', reason: 'slow' } }),
        ),
      ],
    ])('does not know when %s', async (_, looks) => {
      const { run } = play([listing(), ...looks], failure('timeout'));

      expect(await run()).toEqual({ kind: 'not-known' });
    });

    it.each([
      ['prefix', { prefix: 'other/' }],
      ['bucket', { bucketName: 'other' }],
      ['region', { region: 'eu-west-1' }],
      ['endpoint', { endpoint: 's3.eu-west-1.amazonaws.com' }],
    ])('does not take one with another %s for its own', async (_, different) => {
      const { run } = play([listing(), listing([{ ...ADDED, ...different }])], failure('timeout'));

      expect(await run()).toEqual({ kind: 'taken' });
    });

    it('tells every failure to the log', async () => {
      const error = failure('timeout');
      const { failures, run } = play([listing(), error, listing([ADDED])], error);
      await run();

      expect(failures).toEqual([error, error]);
    });
  });
});
