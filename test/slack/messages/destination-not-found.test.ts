import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  buildDestinationNotFound,
  buildGuessedIdMessage,
} from '../../../src/slack/messages/destination-not-found.ts';
import { fakeBrokenListing, fakeListing } from '../../fakes/backups.ts';
import { hostileText } from '../../fakes/hostile-text.ts';
import { buttonsOf } from './block-parts.ts';
import { refusals } from './block-rules.ts';

function destinations(count: number) {
  return Array.from({ length: count }, (_, index) => ({
    id: `d-${index}`,
    idGuessed: false,
    name: `D ${index}`,
  }));
}

describe('the answer to an id that was guessed wrong', () => {
  it('says that it was a guess and what to do', () => {
    const { text } = buildGuessedIdMessage({
      id: 'offsite-eu',
      idGuessed: true,
      name: 'Offsite EU',
    });

    expect(text).toMatch(/names no id for \*Offsite EU\*.*guessed.*`offsite-eu`, does not exist/);
    expect(text).toContain('type `/backups destination &lt;id&gt;`');
  });
});

describe('the answer to a name that no destination has', () => {
  it('offers those that there are', () => {
    const message = buildDestinationNotFound('frankfurt', fakeListing(destinations(2)));

    expect(message.text).toBe('No destination is called `frankfurt`. There is `D 0` and `D 1`.');
    expect(buttonsOf(message).map(({ text, value }) => [text, value])).toEqual([
      ['D 0', 'd-0'],
      ['D 1', 'd-1'],
      ['Show destinations', 'all'],
    ]);
  });

  it('offers eight and counts the rest', () => {
    const message = buildDestinationNotFound('x', fakeListing(destinations(30)));

    expect(message.text).toContain('`D 7` and 22 more.');
    expect(buttonsOf(message)).toHaveLength(9);
  });

  it.each([
    ['whose list broke off', fakeBrokenListing(destinations(1))],
    ['with an unreadable row', fakeListing(destinations(1), { unreadable: [{ reason: 'odd' }] })],
  ])('does not deny what may be in a list %s', (_, listing) => {
    const { text } = buildDestinationNotFound('x', listing);

    expect(text).toMatch(/^◌ Cannot tell whether `x` exists/);
  });

  it('says no more where there is none', () => {
    expect(buildDestinationNotFound('x', fakeListing([])).text).toBe(
      'No destination is called `x`.',
    );
  });
});

it('answers about destinations in messages that Slack takes, whatever they are called', () => {
  fc.assert(
    fc.property(hostileText, fc.nat(20), (name, count) => {
      const rows = destinations(count).map((row) => ({ ...row, id: name, name }));

      expect(refusals(buildDestinationNotFound(name, fakeListing(rows)))).toEqual([]);
      expect(refusals(buildGuessedIdMessage({ id: name, idGuessed: true, name }))).toEqual([]);
    }),
    { numRuns: 50 },
  );
});
