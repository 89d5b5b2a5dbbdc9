import { describe, expect, it } from 'vitest';
import { allZones, isTimeZone, searchZones } from '../../../src/domain/schedules/zone-search.ts';

const NOW = new Date('2026-11-21T09:00:00Z');

describe('allZones', () => {
  it('holds UTC and the names of today, each of which the runtime knows', () => {
    const zones = allZones();

    expect(zones).toContain('UTC');
    expect(zones).toContain('Asia/Kolkata');
    expect(zones).toContain('Europe/Kyiv');
    expect(zones).not.toContain('Asia/Calcutta');
    expect(zones.filter((zone) => !isTimeZone(zone))).toEqual([]);
    expect(new Set(zones).size).toBe(zones.length);
  });

  it('renames zones only to other names of the same', () => {
    const canonical = (zone: string) =>
      Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;

    expect(new Set(allZones().map(canonical)).size).toBe(allZones().length);
  });
});

describe('searchZones', () => {
  const search = (query: string, own?: string) => searchZones(query, own, NOW, 100);

  it("offers the person's own zone first, then UTC, then those with like clocks", () => {
    const zones = search('', 'America/New_York');

    expect(zones.slice(0, 2)).toEqual(['America/New_York', 'UTC']);
    expect(zones.slice(2, 12).filter((zone) => !zone.startsWith('America/'))).toEqual([]);
    expect(zones).toHaveLength(100);
    expect(new Set(zones).size).toBe(100);
  });

  it.each([undefined, 'Mars/Olympus', 'UTC'])('starts with UTC once for %s', (own) => {
    expect(search('', own).filter((zone) => zone === 'UTC')).toHaveLength(1);
    expect(search('', own)[0]).toBe('UTC');
  });

  it.each([
    ['berl', 'Europe/Berlin'],
    ['new york', 'America/New_York'],
    ['New_York', 'America/New_York'],
    ['europe/ber', 'Europe/Berlin'],
    ['kolk', 'Asia/Kolkata'],
    ['calcutta', 'Asia/Kolkata'],
    ['utc', 'UTC'],
    ['rusalem', 'Asia/Jerusalem'],
  ])('finds for %j first %s', (query, zone) => {
    expect(search(query)[0]).toBe(zone);
  });

  it('puts beginnings of a city before other places in a name', () => {
    const zones = search('ho');

    expect(zones.slice(0, 3).every((zone) => zone.includes('/Ho'))).toBe(true);
    expect(zones.at(-1)).not.toContain('/Ho');
  });

  it('finds nothing for nonsense', () => {
    expect(search('atlantis')).toEqual([]);
  });
});
