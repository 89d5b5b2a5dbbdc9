import { describe, expect, it } from 'vitest';
import type { Destination } from '../../../src/domain/destinations/destination.ts';
import { NorthflankError } from '../../../src/northflank/errors.ts';
import type { Act } from '../../../src/slack/acts/act.ts';
import type { SlackMessage } from '../../../src/slack/block-kit/message.ts';
import { destinationPageValue } from '../../../src/slack/button-values.ts';
import { createDestinations } from '../../../src/slack/commands/destinations.ts';
import { fakeDestinationBackup, fakeListing, NOW } from '../../fakes/backups.ts';
import { wordsOf } from '../messages/block-parts.ts';

const DESTINATIONS: Destination[] = [
  { id: 'archive-eu', idGuessed: false, name: 'Archive EU' },
  { id: 'archive-us', idGuessed: false, name: 'Archive US' },
  { id: 'oregon-archive', idGuessed: true, name: 'Oregon archive' },
];

/** Destinations of which these ids answer, and one more that the list does not name. */
function bot({ known = ['archive-eu', 'archive-us', 'unlisted-x7'] } = {}) {
  const asked: string[] = [];
  const replies: { message: SlackMessage; replace: boolean }[] = [];
  const destinations = createDestinations({
    listDestinations: async () => fakeListing(DESTINATIONS),
    listDestinationBackups: async (id) => {
      asked.push(id);
      if (!known.includes(id)) {
        throw new NorthflankError('not-found', 'GET answered 404', { path: '/v1', status: 404 });
      }
      return fakeListing([fakeDestinationBackup(1)]);
    },
    mayAdd: async () => false,
    scheduleZone: 'UTC',
    now: () => NOW,
  });
  const act: Act = {
    reference: 'ab12cd',
    userId: 'U1',
    reply: async (message, { replace = false } = {}) => {
      replies.push({ message, replace });
    },
    notice: async () => {},
    openView: async () => 'V1',
  };
  return { destinations, act, asked, text: () => replies.at(-1)?.message.text ?? '', replies };
}

describe('/backups destination', () => {
  it.each(['archive-eu', 'Archive EU', 'archive eu', 'ARCHIVE-EU', '"Archive EU"'])(
    'finds %j',
    async (typed) => {
      const { destinations, act, asked } = bot();

      await destinations.command(act, typed);

      expect(asked).toEqual(['archive-eu']);
    },
  );

  it('forgives a slip once Northflank knows no such id, and says so', async () => {
    const { destinations, act, asked, text } = bot();

    await destinations.command(act, 'archve-eu');

    expect(asked).toEqual(['archve-eu', 'archive-eu']);
    expect(text()).toMatch(/^Nothing is called `archve-eu`: this is `Archive EU`\.\n/);
  });

  it('shows the list when nothing is named', async () => {
    const { destinations, act, text } = bot();

    await destinations.command(act, '');

    expect(text()).toContain('3 backup destinations');
  });

  it('does not take a neighbor for what is not there, but offers what is', async () => {
    const { destinations, act, asked, text } = bot();

    await destinations.command(act, 'archive-jp');

    expect(asked).toEqual(['archive-jp']);
    expect(text()).toBe(
      'No destination is called `archive-jp`. There is `Archive EU`, `Archive US` and `Oregon archive`.',
    );
  });

  it('asks for an id that the list does not name', async () => {
    const { destinations, act, asked, text } = bot();

    await destinations.command(act, 'unlisted-x7');

    expect(asked).toEqual(['unlisted-x7']);
    expect(text()).toContain('Newest good copy');
  });

  it('asks Northflank nothing about what cannot be an id', async () => {
    const { destinations, act, asked, text } = bot();

    await destinations.command(act, '../projects');

    expect(asked).toEqual([]);
    expect(text()).toContain('No destination is called `../projects`');
  });

  it('says that an id was guessed when Northflank does not know it', async () => {
    const { destinations, act, text } = bot();

    await destinations.command(act, 'Oregon archive');

    expect(text()).toContain('the id guessed');
  });

  it('turns a page in the place of the message whose button was pressed', async () => {
    const { destinations, act, replies } = bot();
    const view = { filter: { failed: false, types: [] }, page: 0 };

    await destinations.page(act, destinationPageValue({ id: 'archive-us', view }));

    expect(replies.map(({ replace }) => replace)).toEqual([true]);
  });
});

describe('/backups destinations', () => {
  it('takes its own place when it is read again, and otherwise comes anew', async () => {
    const { destinations, act, replies } = bot();

    await destinations.listed(act, 'again');
    await destinations.listed(act, 'all');

    expect(replies.map(({ replace }) => replace)).toEqual([true, false]);
    const [again] = replies;
    expect(again?.message.blocks.at(-1)).toMatchObject({ elements: [{ value: 'again' }] });
  });

  it('says of each whose backups could not be read that it is so', async () => {
    const { destinations, act, replies } = bot({ known: ['archive-eu'] });

    await destinations.listed(act, 'all');

    const words = replies.map(({ message }) => wordsOf(message)).join();
    expect(words.match(/holds 1 backup/g)).toHaveLength(1);
    expect(words.match(/◌ what it holds could not be read/g)).toHaveLength(2);
  });
});
