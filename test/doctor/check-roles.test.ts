import { describe, expect, it } from 'vitest';
import { checkRoles, type ListedIds } from '../../src/doctor/check-roles.ts';
import type { SlackAnswer, UserFacts } from '../../src/domain/slack-questions.ts';

const NOBODY: ListedIds = { ADMINS: [], OPERATORS: [], VIEWERS: ['*'] };
const WELL: SlackAnswer<UserFacts> = {
  kind: 'answer',
  value: { isDeactivated: false, isBot: false },
};

/** Checks lists against a Slack that gives one answer about people and knows the group S1. */
async function check(lists: Partial<ListedIds>, person: SlackAnswer<UserFacts> = WELL) {
  let asked = 0;
  const found = await checkRoles(
    { ...NOBODY, ...lists },
    {
      user: () => {
        asked += 1;
        return Promise.resolve(person);
      },
      usergroups: () => {
        asked += 1;
        const value = new Map([
          ['S1', { isEnabled: true }],
          ['S2', { isEnabled: false }],
        ]);
        return Promise.resolve({ kind: 'answer', value });
      },
    },
  );
  return { found, asked };
}

describe('the lists of roles', () => {
  it('are well when Slack knows everybody, each of whom is asked about once', async () => {
    const { found, asked } = await check({ ADMINS: ['U1', 'S1'], OPERATORS: ['U1'] });

    expect(found).toEqual([{ health: 'ok', subject: 'Roles', fact: 'Slack knows 2 listed ids.' }]);
    expect(asked).toBe(2);
  });

  it('that name nobody say what that shuts, and ask nobody', async () => {
    const { found, asked } = await check({});

    expect(found[0]?.fact).toBe(
      'no ids are listed. Nobody is in ADMINS, so that nobody may add destinations. Nobody is in OPERATORS either, so that nobody may change digests.',
    );
    expect(asked).toBe(0);
  });

  it.each([
    [{ kind: 'refused', code: 'user_not_found' }, 'wrong', 'is nobody whom Slack knows.'],
    [{ kind: 'refused', code: 'users_not_found' }, 'wrong', 'is nobody whom Slack knows.'],
    [{ kind: 'refused', code: 'user_not_visible' }, 'wrong', 'is nobody whom Slack knows.'],
    [{ kind: 'answer', value: { isDeactivated: true, isBot: false } }, 'wrong', 'is deactivated.'],
    [{ kind: 'answer', value: { isDeactivated: false, isBot: true } }, 'wrong', 'is a bot'],
    [{ kind: 'refused', code: 'missing_scope' }, 'not-known', 'Slack says missing_scope.'],
    [{ kind: 'silent', reason: 'Slack is busy' }, 'not-known', 'Slack is busy.'],
  ] as const)('with somebody of whom Slack says %o are %s', async (answer, health, words) => {
    const { found } = await check({ ADMINS: ['U1'], VIEWERS: ['U1'] }, answer);

    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ health, mend: expect.any(String) });
    expect(found[0]?.fact).toMatch(/^U1 in ADMINS and VIEWERS /);
    expect(found[0]?.fact).toContain(words);
  });

  it('with a usergroup that is disabled or unknown are wrong, each in a line', async () => {
    const { found } = await check({ ADMINS: ['S2', 'S3', 'S1'] });

    expect(found.map(({ health, fact }) => [health, fact])).toEqual([
      ['wrong', 'S2 in ADMINS is a usergroup that is disabled.'],
      ['wrong', 'S3 in ADMINS is no usergroup that Slack knows.'],
    ]);
  });

  it('with more people than are asked about are not known', async () => {
    const VIEWERS = Array.from({ length: 61 }, (_, n) => `U${n}`);

    const { found, asked } = await check({ VIEWERS });

    expect(found).toMatchObject([
      { health: 'not-known', fact: expect.stringMatching(/^1 further/) },
    ]);
    expect(asked).toBe(60);
  });
});
