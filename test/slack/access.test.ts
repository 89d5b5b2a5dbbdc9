import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AccessDeps,
  type Action,
  createAccess,
  mayAct,
  type RoleLists,
} from '../../src/slack/access.ts';

const ROLES: RoleLists = {
  admins: ['UADMIN', 'SADMINS'],
  operators: ['UOPERATOR', 'SOPERATORS'],
  viewers: ['UVIEWER'],
};
const NOBODY: RoleLists = { admins: [], operators: [], viewers: [] };
const ACTIONS: readonly Action[] = ['read', 'changeDigest', 'setUp'];

function person(userId: string, ...groupIds: string[]) {
  return { userId, isMember: true, groupIds: new Set(groupIds) };
}

describe('mayAct', () => {
  it.each([
    { who: person('UADMIN'), may: ['read', 'changeDigest', 'setUp'] },
    { who: person('UX', 'SADMINS'), may: ['read', 'changeDigest', 'setUp'] },
    { who: person('UOPERATOR'), may: ['read', 'changeDigest'] },
    { who: person('UX', 'SOPERATORS'), may: ['read', 'changeDigest'] },
    { who: person('UVIEWER'), may: ['read'] },
    { who: person('UX'), may: [] },
    { who: person('UX', 'SOTHERS'), may: [] },
    { who: person('uadmin'), may: [] },
  ])('lets $who.userId of $who.groupIds do $may', ({ who, may }) => {
    expect(ACTIONS.filter((action) => mayAct(ROLES, who, action).granted)).toEqual(may);
  });

  it('lets nobody do anything where the lists are empty', () => {
    for (const action of ACTIONS) {
      expect(mayAct(NOBODY, person('UADMIN', 'SADMINS'), action).granted).toBe(false);
    }
  });

  it('lets every full member read where viewers are *, and nobody else', () => {
    const roles = { ...NOBODY, viewers: ['*'] };

    expect(mayAct(roles, person('UX'), 'read').granted).toBe(true);
    expect(mayAct(roles, { ...person('UGUEST'), isMember: false }, 'read').granted).toBe(false);
    expect(mayAct(roles, person('UX'), 'setUp').granted).toBe(false);
  });

  it('lets a guest act who is named', () => {
    const guest = { ...person('UVIEWER'), isMember: false };

    expect(mayAct(ROLES, guest, 'read').granted).toBe(true);
  });

  it('says which rule decided, for the audit', () => {
    expect(mayAct(ROLES, person('UX', 'SADMINS'), 'setUp')).toEqual({
      granted: true,
      role: 'admin',
      rule: 'ADMINS lists SADMINS',
    });
  });

  it('says which role is missing, whose id it is and whom to ask', () => {
    expect(mayAct(ROLES, person('UX'), 'setUp')).toEqual({
      granted: false,
      rule: 'no list grants admin',
      sentence:
        'This needs the role *admin*, which you do not have. Ask <@UADMIN> or <!subteam^SADMINS> to put your id `UX` into `ADMINS`.',
    });
  });

  it('knows whom to ask where there is no admin', () => {
    const decision = mayAct(NOBODY, person('UX'), 'read');

    expect(decision.granted ? '' : decision.sentence).toContain(
      'Ask whoever runs this bot to put your id `UX` into `VIEWERS`.',
    );
  });

  it('names three admins at most', () => {
    const admins = ['U1', 'U2', 'U3', 'U4'];
    const decision = mayAct({ ...NOBODY, admins }, person('UX'), 'setUp');

    expect(decision.granted ? '' : decision.sentence).toMatch(/<@U3> to put/);
  });

  it('grants the more to whoever may the harder thing, whatever the lists', () => {
    const ids = fc.array(fc.constantFrom('U1', 'U2', 'S1', 'S2', '*'), { maxLength: 3 });
    const lists = fc.record({ admins: ids, operators: ids, viewers: ids });
    const who = fc.record({
      userId: fc.constantFrom('U1', 'U2', 'U3'),
      isMember: fc.boolean(),
      groupIds: fc.subarray(['S1', 'S2']).map((groups) => new Set(groups)),
    });
    fc.assert(
      fc.property(lists, who, (roles, facts) => {
        const [read, change, setUp] = ACTIONS.map((action) => mayAct(roles, facts, action).granted);
        expect(setUp && !change).toBe(false);
        expect(change && !read).toBe(false);
      }),
    );
  });
});

describe('createAccess', () => {
  function deps(overrides: Partial<AccessDeps> = {}) {
    const asked: string[] = [];
    const made: AccessDeps = {
      roles: ROLES,
      usergroupMembers: async (groupId, { fresh }) => {
        asked.push(`${groupId}${fresh ? ' afresh' : ''}`);
        return groupId === 'SADMINS' ? ['UCHIEF'] : [];
      },
      isMember: async (userId, { fresh }) => {
        asked.push(`member ${userId}${fresh ? ' afresh' : ''}`);
        return userId !== 'UGUEST';
      },
      ...overrides,
    };
    return { access: createAccess(made), asked };
  }

  it('asks Slack nothing about people who are listed by their own id', async () => {
    const { access, asked } = deps();

    expect((await access.mayAct('UADMIN', 'setUp')).granted).toBe(true);
    expect(asked).toEqual([]);
  });

  it('looks groups up afresh before a change', async () => {
    const { access, asked } = deps();

    expect((await access.mayAct('UCHIEF', 'setUp')).granted).toBe(true);
    expect(asked).toEqual(['SADMINS afresh']);
  });

  it.each([
    ['changeDigest', { operators: ['*'] }],
    ['setUp', { admins: ['*'] }],
  ] as const)('asks afresh whether somebody is a member before %s by *', async (action, lists) => {
    const { access, asked } = deps({ roles: { ...NOBODY, ...lists } });

    expect((await access.mayAct('UX', action)).granted).toBe(true);
    expect((await access.mayOpen('UX', action)).granted).toBe(true);
    expect(asked).toEqual(['member UX afresh', 'member UX']);
  });

  it.each([
    ['reading', (access: ReturnType<typeof createAccess>) => access.mayAct('UCHIEF', 'read')],
    ['opening', (access: ReturnType<typeof createAccess>) => access.mayOpen('UCHIEF', 'setUp')],
  ])('takes a minute-old answer for %s', async (_, ask) => {
    const { access, asked } = deps();

    expect((await ask(access)).granted).toBe(true);
    expect(asked.filter((line) => line.includes('afresh'))).toEqual([]);
  });

  it('asks only about groups that could grant the action', async () => {
    const { access, asked } = deps();

    await access.mayAct('UX', 'setUp');

    expect(asked).toEqual(['SADMINS afresh']);
  });

  it('refuses and says so when Slack does not tell who is in a group', async () => {
    const { access } = deps({ usergroupMembers: () => Promise.reject(new Error('timeout')) });
    const decision = await access.mayAct('UCHIEF', 'setUp');

    expect(decision).toMatchObject({ granted: false, rule: 'look-up failed' });
    expect(decision.granted ? '' : decision.sentence).toContain('Slack did not say');
  });

  it('grants by one group although another cannot be looked up', async () => {
    const { access } = deps({
      usergroupMembers: async (groupId) => {
        if (groupId === 'SOPERATORS') throw new Error('timeout');
        return ['UCHIEF'];
      },
    });

    expect((await access.mayAct('UCHIEF', 'changeDigest')).granted).toBe(true);
  });

  it('lets members but not guests in by *', async () => {
    const { access } = deps({ roles: { ...ROLES, viewers: ['*'] } });

    expect((await access.mayAct('UX', 'read')).granted).toBe(true);
    expect((await access.mayAct('UGUEST', 'read')).granted).toBe(false);
  });

  it('refuses by * when Slack does not say whether somebody is a member', async () => {
    const { access } = deps({
      roles: { ...NOBODY, viewers: ['*'] },
      isMember: () => Promise.reject(new Error('timeout')),
    });

    expect(await access.mayAct('UX', 'read')).toMatchObject({ rule: 'look-up failed' });
  });
});
