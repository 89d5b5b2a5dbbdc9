import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkBlocks } from '../../../sandbox/slack/validate.ts';
import { toRow } from '../../../src/domain/digests/row.ts';
import { LIMIT } from '../../../src/slack/block-kit/limits.ts';
import { buildDigestPreview } from '../../../src/slack/messages/digest-preview.ts';
import { digestRowBlocks } from '../../../src/slack/messages/digest-row-blocks.ts';
import { NOW } from '../../fakes/backups.ts';
import { CHANNEL } from '../../fakes/digest-settings.ts';
import { hostileText } from '../../fakes/hostile-text.ts';
import { judged } from '../../fakes/judged.ts';
import { menusOf } from './block-parts.ts';

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
    const shown = buildDigestPreview(CHANNEL, { ...digest('All fresh'), plainBlocks: [] });

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
    const shown = buildDigestPreview(CHANNEL, {
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
        const shown = buildDigestPreview(CHANNEL, {
          text: full.text,
          blocks: blocks.flatMap((b) => b ?? []),
        });
        expect(shown.text.length).toBeLessThanOrEqual(LIMIT.messageText);
        expect(checkBlocks(shown.blocks, 'message', { oldWorkspace: true })).toEqual([]);
      }),
    );
  });
});
