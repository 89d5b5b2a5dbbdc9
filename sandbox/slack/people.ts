/** A member of the workspace, or somebody from outside. */
export interface Person {
  id: string;
  name: string;
  realName: string;
  /** IANA zone, as in the person's profile. */
  tz: string;
  /** Their own workspace; another one than ours for people who come by Slack Connect. */
  teamId: string;
  isAdmin: boolean;
  isBot: boolean;
  /** A guest (`is_restricted`). */
  isGuest: boolean;
  deactivated: boolean;
}

/** A user group, which Slack's ids and methods call a subteam. */
export interface UserGroup {
  id: string;
  /** Without `@`. */
  handle: string;
  name: string;
  /** Ids of people. */
  members: string[];
}

/** The ids of the sandbox's workspace, for tests and for the environment of the bot. */
export const IDS = {
  team: 'T0SANDBOX1',
  otherTeam: 'T0PARTNER1',
  app: 'A0BACKUPS1',
  bot: 'U0BACKUPBT',
  botProfile: 'B0BACKUPS1',
  admin: 'U0ADMIN001',
  operator: 'U0OPERATR1',
  viewer: 'U0VIEWER01',
  guest: 'U0GUEST001',
  outsider: 'U0OUTSIDE1',
  otherBot: 'U0OTHERBOT',
  backups: 'C0BACKUPS1',
  dbOncall: 'C0DBONCALL',
  general: 'C0GENERAL1',
  dbAdmins: 'S0DBADMINS',
  oncall: 'S0ONCALL01',
} as const;

function person(id: string, name: string, realName: string, tz: string): Person {
  return {
    id,
    name,
    realName,
    tz,
    teamId: IDS.team,
    isAdmin: false,
    isBot: false,
    isGuest: false,
    deactivated: false,
  };
}

/** The people everybody finds in a fresh workspace; the zones differ so that dates can be seen to. */
export function firstPeople(teamId: string): Person[] {
  const people: Person[] = [
    { ...person(IDS.admin, 'ada', 'Ada Admin', 'Europe/Berlin'), isAdmin: true },
    person(IDS.operator, 'omar', 'Omar Operator', 'America/New_York'),
    person(IDS.viewer, 'vera', 'Vera Viewer', 'Asia/Kolkata'),
    { ...person(IDS.guest, 'gus', 'Gus Guest', 'Europe/London'), isGuest: true },
    { ...person(IDS.bot, 'backups', 'Backups', 'UTC'), isBot: true },
    { ...person(IDS.otherBot, 'deploys', 'Deploys', 'UTC'), isBot: true },
  ];
  return [
    ...people.map((member) => ({ ...member, teamId })),
    { ...person(IDS.outsider, 'olga', 'Olga Outsider', 'UTC'), teamId: IDS.otherTeam },
  ];
}

/** The groups of a fresh workspace. */
export function firstUserGroups(): UserGroup[] {
  return [
    { id: IDS.dbAdmins, handle: 'db-admins', name: 'Database admins', members: [IDS.admin] },
    { id: IDS.oncall, handle: 'oncall', name: 'On call', members: [IDS.operator, IDS.admin] },
  ];
}
