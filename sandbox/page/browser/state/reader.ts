import type { Snapshot } from '../../wire.ts';
import type { Reader } from '../blocks/surface.ts';

/** Reads as the person whom a snapshot is for; without one in UTC, and with ids for names. */
export function readerOf(snapshot: Snapshot | undefined, now: Date): Reader {
  const { me = '', people = [], channels = [], groups = [] } = snapshot ?? {};
  const names = new Map([
    ...people.map(({ id, realName }) => [id, realName] as const),
    ...channels.map(({ id, name }) => [id, name] as const),
    ...groups.map(({ id, handle }) => [id, handle] as const),
  ]);
  const timeZone = people.find(({ id }) => id === me)?.timeZone ?? 'UTC';
  return { now, timeZone, nameOf: (id) => names.get(id), me };
}
