import type { Json } from '../../wire.ts';
import type { Roster } from '../blocks/surface.ts';
import type { Store } from '../state/store.ts';

/** People or channels as options. */
export function rosterOf({ state }: Store, kind: Roster): Json[] {
  const { snapshot } = state;
  if (snapshot === undefined) return [];
  const entries =
    kind === 'people'
      ? snapshot.people.map(({ id, realName }) => ({ id, name: realName }))
      : snapshot.channels
          .filter((channel) => channel.kind === 'channel')
          .map(({ id, name }) => ({ id, name: `#${name}` }));
  return entries.map(({ id, name }) => ({
    text: { type: 'plain_text', text: name, emoji: false },
    value: id,
  }));
}
