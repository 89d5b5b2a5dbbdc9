const ROLES = ['viewer', 'operator', 'admin'] as const;
/** What people may do, from least to most; each role includes those before it. */
export type Role = (typeof ROLES)[number];

/** The role that each action takes. */
const NEEDED = {
  read: 'viewer',
  changeDigest: 'operator',
  setUp: 'admin',
} as const satisfies Record<string, Role>;
/** What a person wants to do. `setUp` is what concerns the whole bot: destinations, and the doctor. */
export type Action = keyof typeof NEEDED;

/** Most people and groups that a refusal names as the ones to ask. */
const MAX_ASKED = 3;

/** Who holds which role: user ids, usergroup ids, or `*` for every full member of the workspace. */
export interface RoleLists {
  admins: readonly string[];
  operators: readonly string[];
  viewers: readonly string[];
}

/** What Slack says of a person, as far as the lists need it. */
export interface PersonFacts {
  userId: string;
  /** A full member: not a guest, not deactivated, not from elsewhere. */
  isMember: boolean;
  /** Those of the listed usergroups that hold this person. */
  groupIds: ReadonlySet<string>;
}

/** Whether somebody may act. `rule` says what decided it, for the audit. */
export type Decision =
  | { granted: true; role: Role; rule: string }
  /** `sentence` is Slack mrkdwn and the same whether or not the thing asked for exists. */
  | { granted: false; rule: string; sentence: string };

/** The question of roles, asked of Slack where the lists name usergroups or `*`. */
export interface Access {
  /** To be asked right before something is done: for a change, Slack is asked afresh. */
  mayAct: (userId: string, action: Action) => Promise<Decision>;
  /** To be asked before a form is shown: a minute-old answer will do, since using the form asks again. */
  mayOpen: (userId: string, action: Action) => Promise<Decision>;
}

/** How the roles are asked for. Both look-ups may answer from the last minute, unless `fresh`. */
export interface AccessDeps {
  roles: RoleLists;
  usergroupMembers: (groupId: string, options: { fresh: boolean }) => Promise<readonly string[]>;
  isMember: (userId: string, options: { fresh: boolean }) => Promise<boolean>;
  /** Hears of each look-up that failed: Slack away, or a scope that was not granted. */
  onFailure?: ((error: unknown) => void) | undefined;
}

/** Creates the one place that says who may do what. A look-up that fails grants nothing. */
export function createAccess(deps: AccessDeps): Access {
  return {
    mayAct: (userId, action) => decide(deps, userId, action, action !== 'read'),
    mayOpen: (userId, action) => decide(deps, userId, action, false),
  };
}

/** Judges by what is known of a person: denied unless a list grants it. */
export function mayAct(roles: RoleLists, person: PersonFacts, action: Action): Decision {
  for (const { role, ids, variable } of listsFor(roles, action)) {
    const id = ids.find((listed) => isMeant(listed, person));
    if (id !== undefined) return { granted: true, role, rule: `${variable} lists ${id}` };
  }
  const role = NEEDED[action];
  return {
    granted: false,
    rule: `no list grants ${role}`,
    sentence: `This needs the role *${role}*, which you do not have. ${whomToAsk(roles, role, person.userId)}`,
  };
}

function isMeant(listed: string, { userId, isMember, groupIds }: PersonFacts): boolean {
  return listed === userId || groupIds.has(listed) || (listed === '*' && isMember);
}

async function decide(
  { roles, usergroupMembers, isMember, onFailure }: AccessDeps,
  userId: string,
  action: Action,
  fresh: boolean,
): Promise<Decision> {
  const known: PersonFacts = { userId, isMember: false, groupIds: new Set() };
  // Most people are listed by their own id, and for them Slack need not be asked.
  const atOnce = mayAct(roles, known, action);
  if (atOnce.granted) return atOnce;

  const listed = new Set(listsFor(roles, action).flatMap(({ ids }) => ids));
  const groups = [...listed].filter(isGroup);
  const [member, ...held] = await Promise.allSettled([
    listed.has('*') ? isMember(userId, { fresh }) : false,
    ...groups.map(async (id) => (await usergroupMembers(id, { fresh })).includes(userId)),
  ]);
  const decision = mayAct(
    roles,
    {
      userId,
      isMember: isTrue(member),
      groupIds: new Set(groups.filter((_, index) => isTrue(held[index]))),
    },
    action,
  );
  const unanswered = [member, ...held].filter((answer) => answer.status === 'rejected');
  for (const { reason } of unanswered) onFailure?.(reason);
  return decision.granted || unanswered.length === 0 ? decision : UNDECIDED;
}

const UNDECIDED: Decision = {
  granted: false,
  rule: 'look-up failed',
  sentence:
    'Slack did not say which groups you belong to, so I cannot tell whether you may do this. Nothing was changed. Try again in a minute.',
};

/** What names each list in the environment. */
const VARIABLES = { viewer: 'VIEWERS', operator: 'OPERATORS', admin: 'ADMINS' } as const;

/** The lists that grant an action, weakest role first: it says best why somebody may. */
function listsFor(roles: RoleLists, action: Action) {
  const ids = { viewer: roles.viewers, operator: roles.operators, admin: roles.admins };
  return ROLES.slice(ROLES.indexOf(NEEDED[action])).map((role) => ({
    role,
    ids: ids[role],
    variable: VARIABLES[role],
  }));
}

function whomToAsk(roles: RoleLists, role: Role, userId: string): string {
  const asked = roles.admins.filter((id) => id !== '*').slice(0, MAX_ASKED);
  const who =
    asked.length === 0
      ? 'Ask whoever runs this bot'
      : `Ask ${asked.map((id) => (isGroup(id) ? `<!subteam^${id}>` : `<@${id}>`)).join(' or ')}`;
  return `${who} to put your id \`${userId}\` into \`${VARIABLES[role]}\`.`;
}

function isGroup(id: string): boolean {
  return id.startsWith('S');
}

function isTrue(answer: PromiseSettledResult<boolean> | undefined): boolean {
  return answer?.status === 'fulfilled' && answer.value;
}
