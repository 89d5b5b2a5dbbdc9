import { writeSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/**
 * Loaded before the bot: ends its own process at a chosen statement of SQLite, just before it runs or
 * just after, when nobody has yet heard what came of it.
 *
 * `FAULTS_STATEMENT` is the statement's number, counted from 1, and `FAULTS_MOMENT` is `request` or
 * `done`. The last line on standard error names the statement.
 */
const last = Number(process.env['FAULTS_STATEMENT']);
const moment = process.env['FAULTS_MOMENT'];
let count = 0;

function die(sql: string): never {
  writeSync(2, `${JSON.stringify({ event: 'died_at_statement', level: 50, sql, count })}\n`);
  process.kill(process.pid, 'SIGKILL');
  throw new Error('nobody survives SIGKILL');
}

const prepare = Reflect.get(DatabaseSync.prototype, 'prepare');
DatabaseSync.prototype.prepare = function mortalPrepare(this: DatabaseSync, sql) {
  const statement = Reflect.apply(prepare, this, [sql]);
  for (const name of ['all', 'run', 'get'] as const) {
    const original: (...parameters: never[]) => unknown = statement[name].bind(statement);
    const mortal = (...parameters: never[]): unknown => {
      count += 1;
      if (count === last && moment === 'request') die(sql);
      const result = original(...parameters);
      if (count === last) die(sql);
      return result;
    };
    Object.defineProperty(statement, name, { value: mortal });
  }
  return statement;
};
