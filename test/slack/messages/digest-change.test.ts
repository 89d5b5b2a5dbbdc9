import { describe, expect, it } from 'vitest';
import { checkBlocks } from '../../../sandbox/slack/validate.ts';
import { buildChangeNote, endingText } from '../../../src/slack/messages/digest-change.ts';
import { CHANNEL, fakeSubscription } from '../../fakes/digest-settings.ts';

describe('the note for a channel', () => {
  it('says what will come also when nobody can tell what it covers', () => {
    const note = buildChangeNote(
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

    expect(buildChangeNote('save', 'U1', fakeSubscription(), coverage).text).toContain(
      'covers no addon, and maybe more',
    );
  });

  it('promises nothing when the digest was turned off', () => {
    expect(buildChangeNote('off', 'U1', fakeSubscription(), undefined).text).toBe(
      'Backup digest turned off by <@U1>: nothing more is posted here.',
    );
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
