import { describe, expect, it } from 'vitest';
import type { CaseContext, NamedCase, Result } from './case.ts';
import { findCases } from './find-cases.ts';
import { choose, parseOptions } from './options.ts';
import { describeEnd, summarize } from './report.ts';
import { runCases } from './run-cases.ts';

const HELD: Result = { outcome: 'held', figure: '3 of 3' };

function aCase(name: string, more: Partial<NamedCase> = {}): NamedCase {
  return { group: 'test', name, required: 'it holds', run: () => Promise.resolve(HELD), ...more };
}

async function run(cases: NamedCase[], jobs = 2) {
  const lines: string[] = [];
  const ended = await runCases(cases, { all: false, rounds: 5, seed: 7, jobs }, (each) =>
    lines.push(describeEnd(each)),
  );
  return { lines, ended };
}

describe('the cases', () => {
  it('are found, each with its folder as its group and a title of its own', async () => {
    const cases = await findCases();

    expect(cases.map(({ group }) => group)).toContain('kill');
    expect(cases.filter(({ name, required }) => name === '' || required === '')).toEqual([]);
  });
});

describe('npm run faults', () => {
  const quick = aCase('quick');
  const long = aCase('long soak', { long: true });
  const seeded = aCase('rounds on SQLite', { rounds: true });
  const cases = [quick, long, seeded];

  it.each([
    { argv: [], chosen: [quick, seeded] },
    { argv: ['--all'], chosen: cases },
    { argv: ['--only', 'LONG'], chosen: [long] },
    { argv: ['--only', 'test: r*sqlite'], chosen: [seeded] },
    { argv: ['--only', 'sqlite*rounds'], chosen: [] },
    { argv: ['--rounds', '1000'], chosen: [seeded] },
    { argv: ['--seed', '12'], chosen: [seeded] },
  ])('runs what $argv asks for', ({ argv, chosen }) => {
    expect(choose(cases, parseOptions(argv))).toEqual(chosen);
  });

  it('plays one round for a seed, and as many as are asked for from it on', () => {
    expect(parseOptions(['--seed', '12'])).toMatchObject({ seed: 12, rounds: 1 });
    expect(parseOptions(['--seed', '12', '--rounds', '30'])).toMatchObject({ rounds: 30 });
    expect(parseOptions([])).toMatchObject({ seed: undefined, rounds: undefined });
  });

  it.each([['--rounds', 'many'], ['--rounds', '0'], ['--seed', '-1'], ['--jobs', '1.5'], ['--al']])(
    'refuses %s %s',
    (...argv) => {
      expect(() => parseOptions(argv)).toThrow(/takes a whole number|argument|Unknown option/);
    },
  );
});

describe('a run', () => {
  it('gives each case its seed and rounds, and prints a line with name, outcome and figure', async () => {
    const given: Partial<CaseContext>[] = [];
    const { lines } = await run([
      aCase('counts', {
        run: ({ seed, rounds }) => {
          given.push({ seed, rounds });
          return Promise.resolve(HELD);
        },
      }),
    ]);

    expect(given).toEqual([{ seed: 7, rounds: 5 }]);
    expect(lines).toEqual([
      expect.stringMatching(/^✔ held +test: counts {2}· {2}3 of 3 {2}· .* s$/),
    ]);
  });

  it('counts what is thrown as broken, and goes on', async () => {
    const { ended, lines } = await run([
      aCase('throws', { run: () => Promise.reject(new Error('two digests\nin C1')) }),
      aCase('holds'),
    ]);

    expect(ended.map(({ result }) => result.outcome).toSorted()).toEqual(['broken', 'held']);
    expect(lines.join('\n')).toMatch(/BROKEN.*two digests.*\n {4}required: it holds\n {4}in C1/);
    expect(summarize(ended, 7)).toMatch(
      /2 cases: 1 held, 1 broken, 0 skipped \(seed 7\)\n {2}broken: test: throws/,
    );
  });

  it('gives up a case that does not end, and tells it', async () => {
    let told = false;
    const { ended } = await run([
      aCase('hangs', {
        limitMs: 20,
        run: ({ signal }) =>
          new Promise((resolve) => {
            signal.addEventListener('abort', () => {
              told = true;
              setImmediate(resolve, HELD);
            });
          }),
      }),
    ]);

    expect(ended[0]?.result).toMatchObject({ outcome: 'broken' });
    expect(told).toBe(true);
  });

  it('can be stopped, and waits until what was under way has cleaned up', async () => {
    const stop = new AbortController();
    const closed: string[] = [];
    const stopped = aCase('is stopped', {
      run: async ({ opened, signal }) => {
        opened.defer(() => void closed.push('by the run'));
        stop.abort();
        await new Promise(setImmediate);
        closed.push('by the case');
        signal.throwIfAborted();
        return HELD;
      },
    });

    const options = { all: false, rounds: undefined, seed: 1, jobs: 1, signal: stop.signal };
    const ended = await runCases([stopped, aCase('never begins')], options, () => undefined);

    expect(ended.map(({ result }) => result.figure)).toEqual(['The run was stopped.']);
    expect(closed).toEqual(['by the case', 'by the run']);
  });

  it('closes what a case opened, the newest first, and counts a failure there against it', async () => {
    const closed: string[] = [];
    const { ended } = await run([
      aCase('leaves', {
        run: ({ opened }) => {
          opened.defer(() => {
            closed.push('first');
            throw new Error('a database is still in use');
          });
          opened.defer(() => void closed.push('second'));
          return Promise.resolve(HELD);
        },
      }),
    ]);

    expect(closed).toEqual(['second', 'first']);
    expect(ended[0]?.result).toMatchObject({
      outcome: 'broken',
      figure: 'a database is still in use',
    });
  });

  it('begins with what may take longest', async () => {
    const { ended } = await run(
      [aCase('a'), aCase('b', { limitMs: 600_000 }), aCase('c', { limitMs: 300_000 }), aCase('d')],
      1,
    );

    expect(ended.map((one) => one.case.name)).toEqual(['b', 'c', 'a', 'd']);
  });

  it('runs nothing beside a case that wants to be alone', async () => {
    let now = 0;
    const most: Record<string, number> = {};
    const busy = (name: string, alone: boolean) =>
      aCase(name, {
        alone,
        run: async () => {
          now += 1;
          await new Promise(setImmediate);
          most[name] = now;
          await new Promise(setImmediate);
          now -= 1;
          return HELD;
        },
      });

    await run([busy('a', false), busy('b', true), busy('c', false)], 3);

    expect(most).toEqual({ a: 2, b: 1, c: 2 });
  });
});
