import { CUT } from '../world/gate.ts';
import { answering } from '../world/http-gate.ts';
import { limiting, refusing, SILENCE, UNCLEAR } from './answers.ts';
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
  { name: '429 twice, Retry-After 60', deed: limiting('60'), times: 2, noSoonerMs: 60_000 },
  { name: '429, Retry-After 0', deed: limiting('0') },
  { name: '429, Retry-After -30', deed: limiting('-30') },
  { name: '429, Retry-After "soon"', deed: limiting('soon') },
  { name: '429 that does not say when', deed: limiting() },
]);

const LOST = each({ ends: 'once' }, [
  ...UNCLEAR.map(({ what, deed, rare }) => ({
    name: `done, and answered with ${what}`,
    deed,
    long: rare,
  })),
  { name: 'done, and never answered', deed: SILENCE, long: true, inRealTime: true },
]);

/** The same words, and nothing was posted. */
const UNDONE = each({ at: 'request', ends: 'once' }, [
  ...UNCLEAR.map(({ what, deed, rare }) => ({
    name: `not done, and answered with ${what}`,
    deed,
    long: rare || what !== '500',
  })),
  { name: 'not done, and never answered', deed: SILENCE, long: true, inRealTime: true },
]);

const REFUSALS = each({ at: 'request', ends: 'refused' }, [
  {
    name: 'channel_not_found',
    deed: refusing('channel_not_found'),
    reason: /^Slack does not find the channel/,
  },
  {
    name: 'is_archived',
    deed: refusing('is_archived'),
    reason: /^The channel is archived$/,
    long: true,
  },
  {
    name: 'not_in_channel',
    deed: refusing('not_in_channel'),
    reason: /^The bot is not in the channel$/,
    long: true,
  },
  {
    name: 'restricted_action',
    deed: refusing('restricted_action'),
    reason: /^The workspace does not let the bot post in this channel$/,
    long: true,
  },
  {
    name: 'metadata_too_large to every form of it',
    deed: refusing('metadata_too_large'),
    hits: 'metadata',
    reason: /^Slack answered metadata_too_large$/,
  },
  { name: 'token_revoked twice', deed: refusing('token_revoked'), times: 2, ends: 'once' },
  { name: 'missing_scope once', deed: refusing('missing_scope'), ends: 'once', long: true },
]);

/** Nothing is done as long as it holds blocks. */
const CONTENTS = each({ at: 'request', hits: 'blocks', ends: 'plain' }, [
  { name: 'invalid_blocks to any blocks', deed: refusing('invalid_blocks') },
  { name: 'msg_blocks_too_long to any blocks', deed: refusing('msg_blocks_too_long'), long: true },
]);

/** Nobody knows whether it was posted, and looking fails too. */
const BLIND = each(
  { method: 'conversations.history', at: 'request', lostFirst: true, ends: 'once', long: true },
  [
    { name: '429 on the look', deed: limiting('60'), noSoonerMs: 60_000 },
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
  ...CONTENTS,
  ...BLIND,
];
