import type { Json } from '../json.ts';
import type { Person, UserGroup } from '../people.ts';
import { Refusal } from '../refusal.ts';
import { type ApiContext, type Arguments, isSet, type Method, page, required } from './method.ts';

/** Methods about people and user groups. */
export const peopleMethods: Record<string, Method> = {
  'users.info': { scope: 'users:read', run: userInfo },
  'users.list': { scope: 'users:read', run: userList },
  'usergroups.list': { scope: 'usergroups:read', run: groupList },
  'usergroups.users.list': { scope: 'usergroups:read', run: groupMembers },
};

function userInfo({ workspace }: ApiContext, args: Arguments): Json {
  const person = workspace.people.get(required(args, 'user'));
  if (person === undefined) throw new Refusal('user_not_found');
  return { user: personJson(workspace.team.id, person, workspace.now()) };
}

function userList({ workspace }: ApiContext, args: Arguments): Json {
  const { entries, nextCursor } = page([...workspace.people.values()], args, 1000);
  return {
    members: entries.map((person) => personJson(workspace.team.id, person, workspace.now())),
    response_metadata: { next_cursor: nextCursor },
  };
}

function groupList({ workspace }: ApiContext, args: Arguments): Json {
  const groups = [...workspace.userGroups.values()];
  return {
    usergroups: groups.map((group) =>
      groupJson(workspace.team.id, group, isSet(args, 'include_users')),
    ),
  };
}

function groupMembers({ workspace }: ApiContext, args: Arguments): Json {
  const group = workspace.userGroups.get(required(args, 'usergroup'));
  if (group === undefined) throw new Refusal('no_such_subteam');
  return { users: [...group.members] };
}

function personJson(teamId: string, person: Person, now: Date): Json {
  return {
    id: person.id,
    team_id: person.teamId,
    name: person.name,
    real_name: person.realName,
    deleted: person.deactivated,
    tz: person.tz,
    tz_offset: zoneOffsetSeconds(person.tz, now),
    profile: { display_name: person.name, real_name: person.realName, team: person.teamId },
    is_admin: person.isAdmin,
    is_owner: false,
    is_bot: person.isBot,
    is_restricted: person.isGuest,
    is_ultra_restricted: false,
    ...(person.teamId !== teamId && { is_stranger: true }),
    updated: 0,
  };
}

function groupJson(teamId: string, group: UserGroup, withUsers: boolean): Json {
  return {
    id: group.id,
    team_id: teamId,
    is_usergroup: true,
    name: group.name,
    handle: group.handle,
    date_delete: 0,
    user_count: group.members.length,
    ...(withUsers && { users: [...group.members] }),
  };
}

function zoneOffsetSeconds(timeZone: string, now: Date): number {
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' });
  const name = parts.formatToParts(now).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const match = /([+-])(\d\d):(\d\d)/.exec(name);
  if (match === null) return 0;
  const seconds = Number(match[2]) * 3600 + Number(match[3]) * 60;
  return match[1] === '-' ? -seconds : seconds;
}
