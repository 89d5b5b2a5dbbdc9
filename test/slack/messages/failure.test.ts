import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeMrkdwn } from '../../../src/slack/block-kit/mrkdwn.ts';
import { buildFailure, type FailedAct } from '../../../src/slack/messages/failure.ts';
import { hostileText } from '../../fakes/hostile-text.ts';
import { buttonsOf } from './block-parts.ts';
import { refusals } from './block-rules.ts';

function waysOn(failed: FailedAct): [string, string][] {
  return buttonsOf(buildFailure('It failed.', failed)).map(({ text, value }) => [text, value]);
}

describe('an answer that is none', () => {
  it.each([
    {
      name: 'repeats what was typed',
      failed: { typed: 'show orders-db 7d', isWorthRepeating: true },
      ways: [
        ['Try again', 'show orders-db 7d'],
        ['Help', 'help show'],
      ],
    },
    {
      name: 'repeats the command alone as the status',
      failed: { typed: ' ', isWorthRepeating: true },
      ways: [
        ['Try again', 'status'],
        ['Help', 'help'],
      ],
    },
    {
      name: 'does not repeat what would end the same',
      failed: { typed: 'show x tomorrow', isWorthRepeating: false },
      ways: [['Help', 'help show']],
    },
    {
      name: 'leads to help where no words would do the same',
      failed: { isWorthRepeating: true },
      ways: [['Help', 'help']],
    },
  ])('$name', ({ failed, ways }) => {
    expect(waysOn(failed)).toEqual(ways);
  });

  it('is a message that Slack takes, whatever was typed', () => {
    fc.assert(
      fc.property(hostileText, fc.boolean(), (typed, isWorthRepeating) => {
        const message = buildFailure(escapeMrkdwn(typed) || 'It failed.', {
          typed,
          isWorthRepeating,
        });

        expect(refusals(message)).toEqual([]);
      }),
    );
  });
});
