import type { Case } from '../case.ts';
import { POSTGRES } from './postgres.ts';
import { SQLITE } from './sqlite.ts';

/** What happens to the store. */
export const cases: readonly Case[] = [...SQLITE, ...POSTGRES];
