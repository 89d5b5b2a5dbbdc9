import { describe, expect, it } from 'vitest';
import type { Destination } from '../../src/domain/destinations/destination.ts';
import type { Listing } from '../../src/domain/listing.ts';
import { createDestinationNames } from '../../src/survey/destination-names.ts';
import { fakeBrokenListing, fakeListing, NOW } from '../fakes/backups.ts';

const MINUTE_MS = 60_000;

function destination(id: string, name: string): Destination {
  return { id, idGuessed: false, name };
}

/** Names that are read from these answers, one after the other; the last one stays. */
function reading(...answers: (Listing<Destination> | Error)[]) {
  let asked = 0;
  let now = NOW;
  const names = createDestinationNames(
    () => {
      const answer = answers[Math.min(asked, answers.length - 1)];
      asked += 1;
      return answer instanceof Error || answer === undefined
        ? Promise.reject(answer ?? new Error('no answer'))
        : Promise.resolve(answer);
    },
    () => now,
  );
  return {
    names,
    asked: () => asked,
    pass: (minutes: number) => {
      now = new Date(now.getTime() + minutes * MINUTE_MS);
    },
  };
}

describe('createDestinationNames', () => {
  it('finds a name by its id, and by its slug where ids are not told', async () => {
    const { names } = reading(fakeListing([destination('archive-x7k2', 'Oregon archive')]));

    const known = await names.read();

    expect(known.get('archive-x7k2')).toBe('Oregon archive');
    expect(known.get('oregon-archive')).toBe('Oregon archive');
  });

  it.each([
    { place: 'before', two: [destination('archive', 'Old'), destination('other', 'Archive')] },
    { place: 'after', two: [destination('other', 'Archive'), destination('archive', 'Old')] },
  ])('prefers an id that stands $place the same slug of another name', async ({ two }) => {
    const { names } = reading(fakeListing(two));

    expect((await names.read()).get('archive')).toBe('Old');
  });

  it('asks once for many answers, and again after ten minutes', async () => {
    const { names, asked, pass } = reading(
      fakeListing([destination('a', 'First')]),
      fakeListing([destination('a', 'Second')]),
    );

    await Promise.all([names.read(), names.read()]);
    pass(9);
    expect((await names.read()).get('a')).toBe('First');
    expect(asked()).toBe(1);

    pass(1);
    expect((await names.read()).get('a')).toBe('Second');
  });

  it('asks again once the clock was set back', async () => {
    const { names, asked, pass } = reading(fakeListing([destination('a', 'First')]));
    await names.read();

    pass(-1);
    await names.read();

    expect(asked()).toBe(2);
  });

  it('knows no name when none can be read, and asks again for the next answer', async () => {
    const { names } = reading(
      new Error('Northflank is away'),
      fakeListing([destination('a', 'First')]),
    );

    expect(await names.read()).toEqual(new Map());
    expect((await names.read()).get('a')).toBe('First');
  });

  it('takes a list that was read for another reason instead of asking', async () => {
    const { names, asked, pass } = reading(fakeListing([destination('a', 'Asked')]));
    names.saw(fakeListing([destination('a', 'Seen')]));

    pass(9);
    expect((await names.read()).get('a')).toBe('Seen');
    expect(asked()).toBe(0);

    pass(1);
    expect((await names.read()).get('a')).toBe('Asked');
  });

  it('does not take a list that broke off in place of a whole one', async () => {
    const { names } = reading(fakeListing([destination('a', 'First'), destination('b', 'Second')]));
    await names.read();

    names.saw(fakeBrokenListing([destination('a', 'First')]));

    expect((await names.read()).get('b')).toBe('Second');
  });

  it('uses what came of a list that broke off, but does not keep it', async () => {
    const { names } = reading(
      fakeBrokenListing([destination('a', 'First')]),
      fakeListing([destination('a', 'First'), destination('b', 'Second')]),
    );

    expect((await names.read()).get('a')).toBe('First');
    expect((await names.read()).get('b')).toBe('Second');
  });
});
