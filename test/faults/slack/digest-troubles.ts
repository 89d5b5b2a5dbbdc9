import { CUT } from '../world/gate.ts';
import { answering } from '../world/http-gate.ts';
import { limiting, refusing, UNCLEAR } from './answers.ts';
import type { DigestTrouble } from './digest-trouble.ts';

type Own = Pick<DigestTrouble, 'name' | 'deed'> & Partial<DigestTrouble>;

function each(
  shared: Pick<DigestTrouble, 'ends'> & Partial<DigestTrouble>,
  troubles: readonly Own[],
): DigestTrouble[] {
  return troubles.map((own) => ({ ...shared, ...own }));
}

/** A refusal that says when to come back, in all its forms; nothing was posted. */
const LIMITS = each({ at: 'request', ends: 'once', long: true }, [
  { name: '429, Retry-After 60', deed: limiting('60'), noSoonerMs: 60_000, long: false },
  { name: '429 twice, Retry-After 1', deed: limiting('1'), times: 2, noSoonerMs: 1_000 },
  { name: '429, Retry-After 0', deed: limiting('0') },
  { name: '429, Retry-After -30', deed: limiting('-30') },
  { name: '429, Retry-After "soon"', deed: limiting('soon') },
  { name: '429 that does not say when', deed: limiting() },
]);

const LOST = each(
  { ends: 'once' },
  UNCLEAR.map(({ what, deed, rare }) => ({
    name: `done, and answered with ${what}`,
    deed,
    long: rare,
  })),
);

/** The same words, and nothing was posted. */
const UNDONE = each(
  { at: 'request', ends: 'once' },
  UNCLEAR.map(({ what, deed, rare }) => ({
    name: `not done, and answered with ${what}`,
    deed,
    long: rare || what !== '500',
  })),
);

const REFUSALS = each({ at: 'request', ends: 'refused' }, [
  { name: 'channel_not_found', deed: refusing('channel_not_found') },
  { name: 'is_archived', deed: refusing('is_archived'), long: true },
  { name: 'not_in_channel', deed: refusing('not_in_channel'), long: true },
  { name: 'restricted_action', deed: refusing('restricted_action'), long: true },
  { name: 'invalid_blocks', deed: refusing('invalid_blocks'), ends: 'plain' },
  { name: 'msg_blocks_too_long', deed: refusing('msg_blocks_too_long'), ends: 'plain', long: true },
  { name: 'token_revoked twice', deed: refusing('token_revoked'), times: 2, ends: 'once' },
  { name: 'missing_scope once', deed: refusing('missing_scope'), ends: 'once', long: true },
]);

/** Nobody knows whether it was posted, and looking fails too. */
const BLIND = each(
  { method: 'conversations.history', at: 'request', lostFirst: true, ends: 'once', long: true },
  [
    { name: '429 on the look', deed: limiting('5'), noSoonerMs: 5_000 },
    { name: '500 on two looks', deed: answering(500), times: 2 },
    { name: 'half a JSON on the look', deed: answering(200, '{"ok":true,"mess') },
    { name: 'the look is cut', deed: CUT, long: false },
    { name: 'token_revoked on the look', deed: refusing('token_revoked') },
    {
      name: 'looking is not allowed',
      deed: refusing('missing_scope'),
      times: Number.POSITIVE_INFINITY,
      ends: 'labelled',
      long: false,
    },
  ],
);

/** Every trouble of a digest. */
export const DIGEST_TROUBLES: readonly DigestTrouble[] = [
  ...LIMITS,
  ...LOST,
  ...UNDONE,
  ...REFUSALS,
  ...BLIND,
];
