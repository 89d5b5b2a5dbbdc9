import type { Diagnosis } from '../domain/diagnosis.ts';
import { formatDuration, formatList } from '../domain/format.ts';
import type { ServerTime } from '../domain/server-time.ts';

/** Two clocks that are kept right differ by less; a digest that is off by more is late or early. */
const MAX_OFF_MS = 30_000;

/** Compares our clock with what servers said, by their names; absent for those that said nothing. */
export function checkClock(heard: Readonly<Record<string, ServerTime | undefined>>): Diagnosis {
  const subject = 'Clock';
  const compared = Object.entries(heard).flatMap(([name, time]) =>
    time === undefined ? [] : [{ name, offMs: time.heardAt.getTime() - time.said.getTime() }],
  );
  if (compared.length === 0) {
    return {
      health: 'not-known',
      subject,
      fact: `neither ${Object.keys(heard).join(' nor ')} told the time.`,
      mend: 'Mend the connections first.',
    };
  }
  const off = compared.filter(({ offMs }) => Math.abs(offMs) > MAX_OFF_MS);
  if (off.length === 0) {
    const names = formatList(compared.map(({ name }) => name));
    return {
      health: 'ok',
      subject,
      fact: `it agrees with ${names} within ${formatDuration(MAX_OFF_MS)}.`,
    };
  }
  const told = off.map(
    ({ name, offMs }) =>
      `${formatDuration(Math.abs(offMs))} ${offMs > 0 ? 'ahead of' : 'behind'} ${name}`,
  );
  return {
    health: 'wrong',
    subject,
    fact: `this machine is ${formatList(told)}, so digests and ages are off by as much.`,
    mend: 'Let the machine keep its time by NTP.',
  };
}
