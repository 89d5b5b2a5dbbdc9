import { describe, expect, it } from 'vitest';
import { runChecks } from '../../src/doctor/run-checks.ts';
import type { Diagnosis } from '../../src/domain/diagnosis.ts';

const WELL: Diagnosis = { health: 'ok', subject: 'Well', fact: 'it is.' };
const LONG_MS = 60_000;

describe('runChecks', () => {
  it('gives what was found in the order of the checks, whichever ends first', async () => {
    const second = Promise.withResolvers<readonly Diagnosis[]>();
    const running = runChecks(
      [
        { subject: 'a', run: () => second.promise.then(() => [{ ...WELL, subject: 'a' }]) },
        {
          subject: 'b',
          run: () => {
            second.resolve([]);
            return Promise.resolve([{ ...WELL, subject: 'b' }, WELL]);
          },
        },
      ],
      LONG_MS,
      () => undefined,
    );

    expect((await running).map(({ subject }) => subject)).toEqual(['a', 'b', 'Well']);
  });

  it('does not wait for a check that never ends: that is not known', async () => {
    const never = { subject: 'Stuck', run: () => new Promise<never>(() => undefined) };
    const well = { subject: 'Well', run: () => Promise.resolve([WELL]) };

    expect(await runChecks([never, well], 1, () => undefined)).toMatchObject([
      { health: 'not-known', subject: 'Stuck', fact: 'it took too long to find out.' },
      WELL,
    ]);
  });

  it('calls what could not be checked not known, and hands on why', async () => {
    const errors: unknown[] = [];
    const broken = { subject: 'Broken', run: () => Promise.reject(new Error('canary')) };

    const found = await runChecks([broken], LONG_MS, (error) => errors.push(error));

    expect(found).toMatchObject([{ health: 'not-known', subject: 'Broken' }]);
    expect(JSON.stringify(found)).not.toContain('canary');
    expect(errors).toEqual([new Error('canary')]);
  });
});
