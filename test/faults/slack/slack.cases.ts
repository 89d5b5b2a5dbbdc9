import type { Case } from '../case.ts';
import { inDigest } from './digest-trouble.ts';
import { DIGEST_TROUBLES } from './digest-troubles.ts';

/** What Slack does wrong, or what happens on the way to it. */
export const cases: readonly Case[] = DIGEST_TROUBLES.map(inDigest);
