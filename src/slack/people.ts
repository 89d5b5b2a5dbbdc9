import type { WebClient } from '@slack/web-api';
import { type Clock, isRecent } from '../domain/clock.ts';

/** How long an answer about a person or a group may be reused for reading. */
const FRESH_MS = 60_000;

/** What Slack says of a person. */
export interface Person {
  /** A full member: not a guest, not a bot, not deactivated, not from another workspace. */
  isMember: boolean;
  /** What colleagues see; absent where Slack does not tell. */
  name?: string | undefined;
  /** IANA zone of their profile. */
  timeZone?: string | undefined;
}

/** A usergroup as people know it. */
export interface Usergroup {
  id: string;
  /** What stands after the @. */
  handle: string;
  name: string;
}

/** How a look-up is made. */
interface LookUp {
  /** Asks Slack again: for whatever changes something. */
  fresh?: boolean;
}

/** Look-ups of people and groups, each reused for a minute. @throws when Slack does not answer. */
export interface People {
  person: (userId: string, options?: LookUp) => Promise<Person>;
  /** Ids of a usergroup's people. */
  usergroupMembers: (groupId: string, options?: LookUp) => Promise<readonly string[]>;
  /** Every usergroup of the workspace that is not disabled. */
  usergroups: () => Promise<readonly Usergroup[]>;
}

/** Looks people up through a Slack client. */
export function createPeople(client: WebClient, teamId: () => string, now: Clock): People {
  const person = remembering(now, async (userId: string): Promise<Person> => {
    const { user } = await client.users.info({ user: userId });
    return {
      isMember:
        user !== undefined &&
        user.deleted !== true &&
        user.is_bot !== true &&
        user.is_restricted !== true &&
        user.is_ultra_restricted !== true &&
        user.is_stranger !== true &&
        (user.team_id === undefined || user.team_id === teamId()),
      name: user?.profile?.display_name || user?.real_name,
      timeZone: user?.tz,
    };
  });
  const members = remembering(now, async (groupId: string): Promise<readonly string[]> => {
    const { users } = await client.usergroups.users.list({ usergroup: groupId });
    return users ?? [];
  });
  const groups = remembering(now, async (): Promise<readonly Usergroup[]> => {
    const { usergroups = [] } = await client.usergroups.list();
    return usergroups.flatMap(({ id, handle = '', name = '', date_delete: deletedAt }) =>
      id === undefined || deletedAt ? [] : [{ id, handle, name }],
    );
  });
  return {
    person: (userId, { fresh = false } = {}) => person(userId, fresh),
    usergroups: () => groups('all', false),
    usergroupMembers: (groupId, { fresh = false } = {}) => members(groupId, fresh),
  };
}

/** Most answers kept at once; a workspace's people on call are far fewer. */
const KEPT = 1_000;

function remembering<T>(now: Clock, ask: (id: string) => Promise<T>) {
  const known = new Map<string, { at: Date; answer: Promise<T> }>();
  return (id: string, fresh: boolean): Promise<T> => {
    const at = now();
    const old = known.get(id);
    if (old && !fresh && isRecent(old.at, FRESH_MS, at)) return old.answer;
    const answer = ask(id);
    if (known.size >= KEPT) known.clear();
    known.set(id, { at, answer });
    // A failure is not an answer worth keeping.
    answer.catch(() => {
      if (known.get(id)?.answer === answer) known.delete(id);
    });
    return answer;
  };
}
