import { tzOffset } from '@date-fns/tz';

/** Names that the runtime lists under an older spelling, and what people call them today. */
const RENAMED: Readonly<Record<string, string>> = {
  'Africa/Asmera': 'Africa/Asmara',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Catamarca': 'America/Argentina/Catamarca',
  'America/Coral_Harbour': 'America/Atikokan',
  'America/Cordoba': 'America/Argentina/Cordoba',
  'America/Godthab': 'America/Nuuk',
  'America/Indianapolis': 'America/Indiana/Indianapolis',
  'America/Jujuy': 'America/Argentina/Jujuy',
  'America/Louisville': 'America/Kentucky/Louisville',
  'America/Mendoza': 'America/Argentina/Mendoza',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
  'Pacific/Enderbury': 'Pacific/Kanton',
  'Pacific/Ponape': 'Pacific/Pohnpei',
  'Pacific/Truk': 'Pacific/Chuuk',
};

const UTC = 'UTC';

/** Whether the runtime knows the zone; spelling counts, capitals do not. */
export function isTimeZone(name: string): boolean {
  try {
    return Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** Every IANA zone by its present name, and UTC. */
export function allZones(): readonly string[] {
  known ??= [
    UTC,
    ...Intl.supportedValuesOf('timeZone')
      .filter((zone) => zone !== UTC)
      .map((zone) => {
        const renamed = RENAMED[zone];
        return renamed !== undefined && isTimeZone(renamed) ? renamed : zone;
      }),
  ];
  return known;
}

/** The runtime's list does not change while it runs. */
let known: readonly string[] | undefined;

/**
 * Zones for a type-ahead, at most `limit`.
 *
 * With nothing typed: the person's own, UTC, then those whose clocks show the nearest time. Otherwise
 * those that fit, beginnings of a city first; `_`, blanks and capitals make no difference.
 *
 * @param own the person's zone; absent when it is not known.
 */
export function searchZones(
  query: string,
  own: string | undefined,
  now: Date,
  limit: number,
): string[] {
  const home = own !== undefined && isTimeZone(own) ? own : UTC;
  const wanted = spelling(query);
  if (wanted === '') return nearest(home, now).slice(0, limit);
  return allZones()
    .map((zone) => ({ zone, rank: rankOf(zone, wanted) }))
    .filter(({ rank }) => rank !== undefined)
    .toSorted((a, b) => (a.rank ?? 0) - (b.rank ?? 0))
    .slice(0, limit)
    .map(({ zone }) => zone);
}

function nearest(home: string, now: Date): string[] {
  const here = tzOffset(home, now);
  const others = allZones()
    .filter((zone) => zone !== home && zone !== UTC)
    .map((zone) => ({
      zone,
      distance: Math.abs(tzOffset(zone, now) - here),
      abroad: Number(continentOf(zone) !== continentOf(home)),
    }))
    .toSorted((a, b) => a.distance - b.distance || a.abroad - b.abroad);
  return [...new Set([home, UTC]), ...others.map(({ zone }) => zone)];
}

/** Lower is better; undefined when it does not fit. */
function rankOf(zone: string, wanted: string): number | undefined {
  const old = Object.keys(RENAMED).find((name) => RENAMED[name] === zone);
  const ranks = [zone, ...(old === undefined ? [] : [old])].flatMap((name) => {
    const text = spelling(name);
    const city = text.slice(text.lastIndexOf('/') + 1);
    if (text === wanted || city === wanted) return 0;
    if (city.startsWith(wanted)) return 1;
    if (text.startsWith(wanted)) return 2;
    return text.includes(wanted) ? 3 : [];
  });
  return ranks.length === 0 ? undefined : Math.min(...ranks);
}

function continentOf(zone: string): string {
  return zone.split('/')[0] ?? '';
}

function spelling(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/gu, '_');
}
