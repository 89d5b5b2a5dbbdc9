import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startNode } from '../../child-process.ts';
import { temporaryFolder } from './databases.ts';

const PRELOAD = new URL('./mortal-sqlite.ts', import.meta.url).href;

const PROGRAM = `
  import { DatabaseSync } from 'node:sqlite';
  const database = new DatabaseSync(process.argv[1]);
  database.exec('create table notes (words text)');
  for (const words of ['first', 'second', 'third'])
    database.prepare('insert into notes values (?)').run(words);
  process.stdout.write('done');
`;

async function run(statement: number, moment: 'request' | 'done') {
  const opened = new AsyncDisposableStack();
  onTestFinished(() => opened.disposeAsync());
  const path = join(temporaryFolder({ opened }), 'notes.db');
  const child = startNode(
    [`--import=${PRELOAD}`, '--input-type=module', '--eval', PROGRAM, '--', path],
    { env: { FAULTS_STATEMENT: String(statement), FAULTS_MOMENT: moment } },
  );
  const code = await child.exited;
  const database = new DatabaseSync(path, { readOnly: true });
  opened.defer(() => database.close());
  const rows = database.prepare('select words from notes').all();
  return { code, child, words: rows.map((row) => row['words']) };
}

describe('a process that dies at a statement of SQLite', () => {
  it.each([
    { moment: 'request', words: ['first'] },
    { moment: 'done', words: ['first', 'second'] },
  ] as const)('has $words in its file when it dies at $moment of the second', async (at) => {
    const { code, child, words } = await run(2, at.moment);

    expect({ code, words }).toEqual({ code: null, words: at.words });
    expect(child.stderr).toContain(
      '"event":"died_at_statement","level":50,"sql":"insert into notes',
    );
    expect(child.stdout).toBe('');
  });

  it('lives when it never comes to that statement', async () => {
    const { code, child } = await run(4, 'request');

    expect(code).toBe(0);
    expect(child.stdout).toBe('done');
  });
});
