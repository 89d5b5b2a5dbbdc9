import { IDS } from '../../../sandbox/slack.ts';
import type { FaultySlack } from '../world/slack.ts';

/** Where in Slack something is asked for. */
export type Surface = 'command' | 'message' | 'modal' | 'home' | 'form' | 'tab';

/** The roles that a refusal may name. */
export type Role = 'viewer' | 'operator' | 'admin';

/** Somebody at the bot's door, and what the project promises of them in plain words. */
export interface Asker {
  name: string;
  userId: string;
  /** The workspace that the payload says it comes from. */
  teamId: string;
  /** The workspace of the person. */
  homeTeamId: string;
  /** Every role that they have; none for whom nothing may be granted. */
  roles: readonly Role[];
  /** Where they are not even answered. */
  turnedAwayAt: readonly Surface[];
}

const DEACTIVATED = 'U0GONE0001';
const CLICKS: readonly Surface[] = ['message', 'modal', 'home', 'form'];

const ours = { teamId: IDS.team, homeTeamId: IDS.team, turnedAwayAt: [] };

/** With `VIEWERS` as it is by default, one operator and one admin. */
export const ASKERS: readonly Asker[] = [
  { name: 'a member whom nobody listed', userId: IDS.viewer, roles: ['viewer'], ...ours },
  { name: 'an operator', userId: IDS.operator, roles: ['viewer', 'operator'], ...ours },
  { name: 'an admin', userId: IDS.admin, roles: ['viewer', 'operator', 'admin'], ...ours },
  { name: 'a guest', userId: IDS.guest, roles: [], ...ours },
  { name: 'a deactivated person', userId: DEACTIVATED, roles: [], ...ours },
  { name: 'a bot', userId: IDS.otherBot, roles: [], ...ours },
  {
    name: 'a person by Slack Connect',
    userId: IDS.outsider,
    roles: [],
    teamId: IDS.team,
    homeTeamId: IDS.otherTeam,
    // A command does not say where its person is at home, nor does the Home tab.
    turnedAwayAt: CLICKS,
  },
  {
    name: 'an admin’s id in another workspace',
    userId: IDS.admin,
    roles: [],
    teamId: IDS.otherTeam,
    homeTeamId: IDS.otherTeam,
    turnedAwayAt: ['command', 'tab', ...CLICKS],
  },
];

/** Where only an operator and an admin are listed, and no viewer by `*`. */
export const UNLISTED: Asker = { ...memberOf(), name: 'a member whom no list holds', roles: [] };

/** With groups for lists: whoever is in one has its role, and nobody else. */
export const GROUPED: readonly Asker[] = [
  { name: 'a member of no group', userId: IDS.viewer, roles: [], ...ours },
  { name: 'somebody on call', userId: IDS.operator, roles: ['viewer', 'operator'], ...ours },
  { name: 'a guest of no group', userId: IDS.guest, roles: [], ...ours },
  {
    name: 'somebody of the database admins',
    userId: IDS.admin,
    roles: ['viewer', 'operator', 'admin'],
    ...ours,
  },
];

/** Puts the person into the workspace who has left it. */
export function addDeactivated({ workspace }: FaultySlack): void {
  const member = workspace.people.get(IDS.viewer);
  if (member === undefined) throw new Error('the workspace has no viewer');
  workspace.people.set(DEACTIVATED, {
    ...member,
    id: DEACTIVATED,
    name: 'gone',
    deactivated: true,
  });
}

function memberOf(): Asker {
  const member = ASKERS.find(({ userId }) => userId === IDS.viewer);
  if (member === undefined) throw new Error('no member');
  return member;
}
