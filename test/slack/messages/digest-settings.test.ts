import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkBlocks } from '../../../sandbox/slack/validate.ts';
import type { DeliveryState } from '../../../src/domain/digests/delivery.ts';
import { toRow } from '../../../src/domain/digests/row.ts';
import { LIMIT } from '../../../src/slack/block-kit/limits.ts';
import { digestRowBlocks } from '../../../src/slack/messages/digest-row-blocks.ts';
import {
  changeNote,
  endingText,
  previewMessage,
  sendEnding,
} from '../../../src/slack/messages/digest-settings.ts';
import { CHANNEL, fakeSubscription, NOW } from '../../fakes/digest-settings.ts';
import { hostileText } from '../../fakes/hostile-text.ts';
import { judged } from '../../fakes/judged.ts';
import { menusOf } from './block-parts.ts';

describe('the note for a channel', () => {
  it('says what will come also when nobody can tell what it covers', () => {
    const note = changeNote(
      'set-up',
      'U1',
      fakeSubscription({
        scope: { patterns: ['prod/*'], types: [] },
        timeZone: 'America/New_York',
      }),
      undefined,
    );

    expect(note.text).toBe(
      'Backup digest set up by <@U1>: every day 09:00 America/New_York, covers `prod/*`.',
    );
    expect(JSON.stringify(note.blocks)).toContain('run_verb:digest');
    expect(checkBlocks(note.blocks, 'message', { oldWorkspace: true })).toEqual([]);
  });

  it('says that there may be more than could be read', () => {
    const coverage = { addons: [], idlePatterns: [], complete: false };

    expect(changeNote('save', 'U1', fakeSubscription(), coverage).text).toContain(
      'covers no addon, and maybe more',
    );
  });

  it('promises nothing when the digest was turned off', () => {
    expect(changeNote('off', 'U1', fakeSubscription(), undefined).text).toBe(
      'Backup digest turned off by <@U1>: nothing more is posted here.',
    );
  });
});

describe('what became of a digest that somebody asked for', () => {
  it.each<[DeliveryState, string, string]>([
    ['sent', 'done', '✔ Posted in <#C0BACKUPS1>.'],
    ['quiet', 'not-done', 'Nothing was posted.'],
    ['refused', 'not-done', '✖ Not posted.'],
    ['missed', 'not-done', '✖ Not posted.'],
    ['doubtful', 'not-known', '◌ Not known whether it was posted'],
    ['open', 'not-known', '◌ Not posted yet.'],
    ['frozen', 'not-known', '◌ Not posted yet.'],
    ['sending', 'not-known', '◌ Not posted yet.'],
  ])('is told of one that is %s as %s', (state, known, words) => {
    const ending = sendEnding({ channelId: CHANNEL, state, reason: 'Because <!here>' });

    expect(ending.state).toBe(known);
    expect(ending.text).toContain(words);
    expect(ending.text).toContain('Because &lt;!here&gt;.');
  });
});

describe('a channel that was not told', () => {
  const ending = (deed: 'save' | 'off', error: string, channelId = CHANNEL) =>
    endingText(
      {
        kind: 'done',
        deed,
        subscription: fakeSubscription({ channelId }),
        note: { kind: 'refused', error },
      },
      channelId,
      'U0BOT',
    );

  it('is no reason to doubt the digest while Slack only asks to wait', () => {
    expect(ending('save', 'ratelimited')).toBe('✔ Saved. The channel could not be told.');
  });

  it('needs no mending where nothing is to be posted any more', () => {
    expect(ending('off', 'is_archived')).toBe(
      '✔ The digest is off. The channel could not be told.',
    );
  });

  it('cannot invite the bot where people talk between themselves', () => {
    expect(ending('save', 'channel_not_found', 'D0BETWEEN')).toContain('in a channel');
    expect(ending('save', 'channel_not_found', 'D0BETWEEN')).not.toContain('/invite');
  });
});

describe('a conflict', () => {
  it('names also a difference that no setting tells', () => {
    const ending = {
      kind: 'conflict' as const,
      theirs: fakeSubscription({ enabled: false }),
      mine: fakeSubscription(),
    };

    expect(endingText(ending, CHANNEL, 'U0BOT')).toContain('on, off or a pause');
  });
});

describe('a preview', () => {
  const digest = (text: string) => ({
    text,
    blocks: [
      { type: 'section' as const, text: { type: 'mrkdwn' as const, text: 'All fresh' } },
      {
        type: 'actions' as const,
        elements: ['status', 'digest'].map((value) => ({
          type: 'button' as const,
          action_id: `run_verb:${value}`,
          text: { type: 'plain_text' as const, text: value },
          value,
        })),
      },
    ],
  });

  it('says first that it is one, and leads not to the settings it was opened from', () => {
    const shown = previewMessage(CHANNEL, { ...digest('All fresh'), plainBlocks: [] });

    expect(shown.text).toBe(
      'Preview of the digest in <#C0BACKUPS1>: only you see it, and nothing is stored.\nAll fresh',
    );
    expect(JSON.stringify(shown.blocks[0])).toContain('only you see it');
    expect(JSON.stringify(shown.blocks)).toContain('run_verb:status');
    expect(JSON.stringify(shown.blocks)).not.toContain('run_verb:digest');
    expect(JSON.stringify(shown.plainBlocks)).toContain('only you see it');
  });

  it('offers nothing to be snoozed, since what it shows may be no part of the digest', () => {
    const row = toRow(judged('prod/a', 'failed'), { from: NOW, to: NOW });
    const shown = previewMessage(CHANNEL, {
      text: 'x',
      blocks: digestRowBlocks(row, 0, { scheduleZone: 'UTC' }),
    });

    expect(menusOf(shown).map((entry) => entry.split(':')[0])).toEqual([
      'Failed runs',
      'Last 7 days',
      'All of this project',
    ]);
  });

  it('stays within what Slack takes', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const full = digest(text.repeat(3));
        const blocks = Array.from({ length: 50 }, () => full.blocks[0] ?? full.blocks[1]);
        const shown = previewMessage(CHANNEL, {
          text: full.text,
          blocks: blocks.flatMap((b) => b ?? []),
        });
        expect(shown.text.length).toBeLessThanOrEqual(LIMIT.messageText);
        expect(checkBlocks(shown.blocks, 'message', { oldWorkspace: true })).toEqual([]);
      }),
    );
  });
});
