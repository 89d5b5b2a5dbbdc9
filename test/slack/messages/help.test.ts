import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VERBS } from '../../../src/slack/ids.ts';
import {
  buildHelpMessage,
  buildNotUnderstoodMessage,
  buildVerbHelpMessage,
} from '../../../src/slack/messages/help.ts';
import { hostileText } from '../../fakes/hostile-text.ts';
import { buttonsOf, wordsOf } from './block-parts.ts';
import { refusals } from './block-rules.ts';

describe('help', () => {
  it('names every verb', () => {
    const words = wordsOf(buildHelpMessage());

    for (const verb of VERBS) expect(words).toMatch(new RegExp(`\`/backups ${verb}[\` ]`));
    expect(refusals(buildHelpMessage())).toEqual([]);
  });

  it.each(VERBS)('gives an example for %s', (verb) => {
    const message = buildVerbHelpMessage(verb);

    expect(wordsOf(message)).toMatch(new RegExp(`For example: .*\`/backups ${verb}`));
    expect(refusals(message)).toEqual([]);
  });
});

describe('the answer to what is not understood', () => {
  it('offers what was probably meant as a button', () => {
    const message = buildNotUnderstoodMessage('shwo', 'show orders-db failed');

    expect(message.text).toContain('Did you mean `/backups show orders-db failed`?');
    expect(buttonsOf(message)[0]).toEqual({
      text: '/backups show orders-db failed',
      value: 'show orders-db failed',
      style: 'primary',
      actionId: 'run_verb:0',
    });
  });

  it('names the verbs where nothing is near', () => {
    const message = buildNotUnderstoodMessage('frobnicate');

    expect(message.text).not.toContain('Did you mean');
    expect(message.text).toContain('`show`, `destinations`');
    expect(buttonsOf(message).map(({ value }) => value)).toEqual(['help']);
  });

  it('is a message that Slack takes, whatever was typed', () => {
    fc.assert(
      fc.property(hostileText, hostileText, (typed, nearest) => {
        expect(refusals(buildNotUnderstoodMessage(typed, nearest))).toEqual([]);
      }),
    );
  });
});
