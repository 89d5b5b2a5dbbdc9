import type { Workspace } from './workspace.ts';

/** Finds the name behind the id of a person, channel or group, without `@` or `#`; nothing for other ids. */
export function namesOf({ people, channels, userGroups }: Workspace) {
  return (id: string): string | undefined =>
    people.get(id)?.name ?? channels.get(id)?.name ?? userGroups.get(id)?.handle;
}
