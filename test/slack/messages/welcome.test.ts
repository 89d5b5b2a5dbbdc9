import { describe, expect, it } from 'vitest';
import { checkBlocks } from '../../../sandbox/slack/validate.ts';
import type { Subscription } from '../../../src/domain/digests/subscription.ts';
import { buildWelcome, firstVisitLines } from '../../../src/slack/messages/welcome.ts';
import { subscription } from '../../digest/delivering.ts';
import { buttonsOf, wordsOf } from './block-parts.ts';

const NOW = new Date('2026-11-21T10:00:00Z');

function welcome(stored?: Partial<Subscription>) {
  return buildWelcome({
    channelId: 'C1',
    stored: stored && subscription('s1', stored),
    nextAt: undefined,
    now: NOW,
  });
}

describe('the greeting of a channel', () => {
  it('says what the bot does and what to do first, and leads to the form', () => {
    const message = welcome();

    expect(wordsOf(message)).toContain('`/backups digest` sets up one message here a day');
    expect(message.text.split('\n')[0]).toMatch(/^\*I watch the backups of your databases/);
    expect(buttonsOf(message).map(({ text, value }) => [text, value])).toEqual([
      ['Set up the digest', 'digest'],
      ['Status', 'status'],
      ['Help', 'help'],
    ]);
    expect(checkBlocks(message.blocks, 'message', { oldWorkspace: true })).toEqual([]);
  });

  it('names the digest that is there', () => {
    const message = welcome({});

    expect(wordsOf(message)).toContain('A digest is posted in <#C1>.');
    expect(buttonsOf(message)[0]?.text).toBe('Digest settings');
  });

  it.each([
    { name: 'stopped', stored: { stoppedReason: 'The bot is not in the channel' } },
    { name: 'off', stored: { enabled: false } },
  ])('offers to turn on a digest that is $name', ({ stored }) => {
    expect(buttonsOf(welcome(stored))[0]).toMatchObject({ value: 'digest on', style: 'primary' });
  });
});

describe('the note of a first visit', () => {
  const words = (visit: { isAdmin: boolean; hasDigest: boolean }) =>
    firstVisitLines(visit).join('\n');

  it('says what to type first', () => {
    const note = words({ isAdmin: false, hasDigest: true });

    expect(note).toContain('`/backups show orders-db`');
    expect(note).not.toMatch(/digest|doctor/);
  });

  it('says that no channel has a digest yet, and to admins how to see what else is missing', () => {
    expect(words({ isAdmin: false, hasDigest: false })).toContain('No channel has a digest yet');
    expect(words({ isAdmin: true, hasDigest: true })).toContain('`/backups doctor`');
  });
});
