import type { Workspace } from './workspace.ts';

/** Gives the name behind the id of a person, channel or group of a workspace, as texts show it. */
export function namesOf({ people, channels, userGroups }: Workspace) {
  return (id: string): string | undefined =>
    people.get(id)?.name ?? channels.get(id)?.name ?? userGroups.get(id)?.handle;
}
