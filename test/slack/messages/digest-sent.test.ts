import { describe, expect, it } from 'vitest';
import type { DeliveryState } from '../../../src/domain/digests/delivery.ts';
import { sendEnding } from '../../../src/slack/messages/digest-sent.ts';
import { CHANNEL } from '../../fakes/digest-settings.ts';

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
