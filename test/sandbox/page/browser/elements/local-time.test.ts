import { describe, expect, it } from 'vitest';
import { fromLocal, toLocal } from '../../../../../sandbox/page/browser/elements/local-time.ts';

const seconds = (iso: string): number => Date.parse(iso) / 1000;

describe('toLocal and fromLocal', () => {
  it.each([
    { iso: '2026-11-21T06:00:00Z', zone: 'Asia/Kolkata', local: '2026-11-21T11:30' },
    { iso: '2026-07-01T12:00:00Z', zone: 'America/New_York', local: '2026-07-01T08:00' },
    { iso: '2026-03-29T01:00:00Z', zone: 'Europe/Berlin', local: '2026-03-29T03:00' },
    { iso: '2026-03-29T00:59:00Z', zone: 'Europe/Berlin', local: '2026-03-29T01:59' },
  ])('agree on $local in $zone', ({ iso, zone, local }) => {
    expect(toLocal(seconds(iso), zone)).toBe(local);
    expect(fromLocal(local, zone)).toBe(seconds(iso));
  });

  it('gives nothing for what is no date', () => {
    expect(fromLocal('', 'UTC')).toBeUndefined();
  });
});
