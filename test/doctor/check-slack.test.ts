import { describe, expect, it } from 'vitest';
import { checkBotToken, checkSlackWay } from '../../src/doctor/check-slack.ts';
import { SCOPES } from '../../src/doctor/scopes.ts';

const ALL = Object.keys(SCOPES);

function scopesOf(scopes: readonly string[] | undefined) {
  const value = { workspace: 'Acme', botName: 'backups', scopes };
  return checkBotToken({ kind: 'answer', value })[1];
}

describe('the bot token', () => {
  it('is well when Slack says whose it is', () => {
    const value = { workspace: 'Acme', botName: 'backups', scopes: ALL };

    expect(checkBotToken({ kind: 'answer', value })).toEqual([
      { health: 'ok', subject: 'Slack bot token', fact: 'it is backups of the workspace Acme.' },
      { health: 'ok', subject: 'Slack scopes', fact: 'all that are needed are granted.' },
    ]);
  });

  it.each([
    [{ kind: 'refused', code: 'token_revoked' }, 'wrong', 'Slack refused it (token_revoked).'],
    [{ kind: 'unreachable', reason: 'no host' }, 'wrong', 'Slack cannot be reached: no host.'],
    [{ kind: 'silent', reason: 'Slack is busy' }, 'not-known', 'Slack is busy.'],
  ] as const)('after %o is %s, and its scopes are not known', (answer, health, fact) => {
    expect(checkBotToken(answer)).toMatchObject([
      { health, fact, mend: expect.any(String) },
      { health: 'not-known', subject: 'Slack scopes' },
    ]);
  });
});

describe('scopes', () => {
  it.each(ALL.filter((scope) => !SCOPES[scope]?.optional))('are wrong without %s', (scope) => {
    const found = scopesOf(ALL.filter((granted) => granted !== scope));

    expect(found).toMatchObject({ health: 'wrong' });
    expect(found?.fact).toContain(`missing: ${scope} (to `);
  });

  it('are well without those that are optional, which are named with what they are for', () => {
    const found = scopesOf(ALL.filter((granted) => !SCOPES[granted]?.optional));

    expect(found).toMatchObject({ health: 'ok' });
    expect(found?.fact).toContain('Left out: channels:read (to ');
  });

  it('are not known when Slack does not tell them', () => {
    expect(scopesOf(undefined)).toMatchObject({ health: 'not-known' });
  });
});

describe('the way on which Slack reaches the bot', () => {
  it('is well when Socket Mode opens', () => {
    const way = { kind: 'socket', canConnect: { kind: 'answer', value: undefined } } as const;

    expect(checkSlackWay(way)).toMatchObject({ health: 'ok', subject: 'Slack app token' });
  });

  it('is wrong when the app token is refused', () => {
    const canConnect = { kind: 'refused', code: 'missing_scope' } as const;

    expect(checkSlackWay({ kind: 'socket', canConnect })).toMatchObject({
      health: 'wrong',
      fact: 'Slack refused it (missing_scope).',
      mend: expect.stringContaining('connections:write'),
    });
  });

  it('by HTTP cannot be looked at from here', () => {
    expect(checkSlackWay({ kind: 'http' })).toMatchObject({ health: 'not-known', unasked: true });
  });
});
