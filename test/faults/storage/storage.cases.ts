import type { Case } from '../case.ts';
import { POSTGRES } from './postgres.ts';
import { READ_ONLY } from './read-only.ts';
import { SQLITE } from './sqlite.ts';

/** What happens to the store. */
export const cases: readonly Case[] = [...SQLITE, ...READ_ONLY, ...POSTGRES];
