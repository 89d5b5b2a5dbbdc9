import { errorFields, type Log } from '../domain/log.ts';
import type { People } from '../slack/people.ts';

/** The users among these ids and in their usergroups; without those groups that Slack does not tell of. */
export async function usersOf(
  ids: readonly string[],
  { people, log }: { people: Pick<People, 'usergroupMembers'>; log: Log },
): Promise<string[]> {
  const users = await Promise.all(
    ids.map(async (id) => {
      if (id === '*') return [];
      if (/^[UW]/.test(id)) return [id];
      try {
        return await people.usergroupMembers(id);
      } catch (error) {
        log.warn('admins_not_known', errorFields(error));
        return [];
      }
    }),
  );
  return users.flat();
}
