import type { Case } from '../case.ts';
import { wherePostgresIs } from '../world/databases.ts';
import { passwordRotated } from './password.ts';
import { POSTGRES } from './postgres.ts';
import { READ_ONLY } from './read-only.ts';
import { SQLITE } from './sqlite.ts';

/** What happens to the store. */
export const cases: readonly Case[] = [
  ...SQLITE,
  ...READ_ONLY,
  ...POSTGRES,
  {
    name: 'postgres: another password on the server, then every connection cut, then the first one again',
    required:
      'people are answered all the time; health says what is wrong once all are cut, a start says why, and it turns green by itself',
    run: wherePostgresIs(passwordRotated),
  },
];
