const DAY_MS = 86_400_000;

/** For whom and at what moment a date is written. */
interface When {
  now: Date;
  /** IANA zone of the reader. */
  timeZone: string;
}

/**
 * Fills the tokens of Slack's date syntax in the reader's zone, with a clock of 24 hours.
 *
 * @param seconds Unix time.
 * @see https://docs.slack.dev/messaging/formatting-message-text
 */
export function formatDate(seconds: number, format: string, when: When): string {
  const moment = new Date(seconds * 1000);
  return format.replace(/\{(\w+)\}/g, (token, name: string) => {
    const fill = Object.hasOwn(TOKENS, name) ? TOKENS[name] : undefined;
    return fill === undefined ? token : fill(moment, when);
  });
}

type Fill = (moment: Date, when: When) => string;

function parts(options: Intl.DateTimeFormatOptions): Fill {
  return (moment, { timeZone }) =>
    new Intl.DateTimeFormat('en-US', { ...options, timeZone }).format(moment);
}

const dayOfYear = parts({ month: 'long', day: 'numeric' });
const short = parts({ month: 'short', day: 'numeric', year: 'numeric' });
const full = parts({ month: 'long', day: 'numeric', year: 'numeric' });
const long = parts({ weekday: 'long', month: 'long', day: 'numeric', year: 'numeric' });
const longWithoutYear = parts({ weekday: 'long', month: 'long', day: 'numeric' });
const clock = parts({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const clockWithSeconds = parts({
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

const TOKENS: Record<string, Fill> = {
  date_num: civilDate,
  date_slash: (moment, when) => civilDate(moment, when).split('-').toReversed().join('/'),
  date_long: long,
  date_long_full: full,
  date_long_pretty: pretty(long),
  date: dayOfYear,
  date_pretty: pretty(dayOfYear),
  date_short: short,
  date_short_pretty: pretty(short),
  day_divider_pretty: pretty((moment, when) =>
    yearOf(moment, when) === yearOf(when.now, when)
      ? longWithoutYear(moment, when)
      : long(moment, when),
  ),
  time: clock,
  time_secs: clockWithSeconds,
  ago: (moment, { now }) => ago(now.getTime() - moment.getTime()),
};

/** The day in the reader's zone: `2026-11-21`. */
function civilDate(moment: Date, { timeZone }: When): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(moment);
}

function yearOf(moment: Date, when: When): string {
  return civilDate(moment, when).slice(0, 4);
}

/** today, yesterday or tomorrow where that fits. */
function pretty(otherwise: Fill): Fill {
  return (moment, when) => {
    const [day, today] = [civilDate(moment, when), civilDate(when.now, when)];
    const days = (Date.parse(day) - Date.parse(today)) / DAY_MS;
    if (days === 0) return 'today';
    if (days === -1) return 'yesterday';
    return days === 1 ? 'tomorrow' : otherwise(moment, when);
  };
}

function ago(ms: number): string {
  const [amount, unit] = inUnits(Math.abs(ms) / 1000);
  if (unit === 'second') return ms >= 0 ? 'less than a minute ago' : 'in less than a minute';
  const words = `${amount} ${unit}${amount === 1 ? '' : 's'}`;
  return ms >= 0 ? `${words} ago` : `in ${words}`;
}

function inUnits(seconds: number): [number, string] {
  if (seconds < 60) return [Math.floor(seconds), 'second'];
  if (seconds < 3600) return [Math.floor(seconds / 60), 'minute'];
  return seconds < 86_400
    ? [Math.floor(seconds / 3600), 'hour']
    : [Math.floor(seconds / 86_400), 'day'];
}
