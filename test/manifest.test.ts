import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import manifest from '../manifest.json' with { type: 'json' };
import { SCOPES as SCOPE_USES } from '../src/doctor/scopes.ts';
import { COMMAND, VERBS } from '../src/slack/ids.ts';

/** The scopes of each Web API method that this bot may call. @see https://docs.slack.dev/reference/methods */
const SCOPES: Readonly<Record<string, readonly string[]>> = {
  'auth.test': [],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'chat.delete': ['chat:write'],
  'views.open': [],
  'views.push': [],
  'views.update': [],
  'views.publish': [],
  'users.info': ['users:read'],
  'usergroups.list': ['usergroups:read'],
  'usergroups.users.list': ['usergroups:read'],
  'conversations.info': ['channels:read', 'groups:read'],
  'conversations.history': ['channels:history', 'groups:history'],
  'conversations.replies': ['channels:history', 'groups:history'],
};

const sources = globSync('src/**/*.ts').map((file) => readFileSync(file, 'utf8'));

/** Web API methods in the code, written `client.chat.postMessage(` or on a client of another name. */
function methodsInUse(): string[] {
  const groups = [...new Set(Object.keys(SCOPES).map((name) => name.split('.')[0] ?? ''))].join(
    '|',
  );
  const pattern = new RegExp(
    `\\b(?:${groups}|conversations|reactions|files|pins|team|bots)(?:\\.\\w+)+(?=\\()`,
    'g',
  );
  const found = sources.flatMap((source) =>
    [
      ...source.matchAll(new RegExp(`(?:client|interactive|delivery)\\.(${pattern.source})`, 'g')),
    ].map((match) => match[1] ?? ''),
  );
  return [...new Set(found)].toSorted();
}

describe('manifest.json', () => {
  it('names the one command, with every verb in its hint or help', () => {
    expect(manifest.features.slash_commands.map(({ command }) => command)).toEqual([COMMAND]);
    for (const word of manifest.features.slash_commands[0]?.usage_hint.match(/[a-z-]+/g) ?? []) {
      expect([...VERBS, 'addon']).toContain(word);
    }
  });

  it('asks for the scopes of the methods that the code calls, and for no other', () => {
    const needed = new Set([
      'commands',
      ...methodsInUse().flatMap((method) => SCOPES[method] ?? [`unlisted ${method}`]),
    ]);

    expect(manifest.oauth_config.scopes.bot.toSorted()).toEqual([...needed].toSorted());
  });

  it('has the scopes that a check compares it with, and makes those optional that the bot works without', () => {
    const optional = Object.keys(SCOPE_USES).filter((scope) => SCOPE_USES[scope]?.optional);

    expect(manifest.oauth_config.scopes.bot).toEqual(Object.keys(SCOPE_USES));
    expect(manifest.oauth_config.scopes.bot_optional).toEqual(optional);
  });

  it('subscribes to the events that have a listener, and to no other', () => {
    const listened = sources.flatMap((source) =>
      [...source.matchAll(/app\.event\('(\w+)'/g)].map((match) => match[1]),
    );

    expect(new Set(manifest.settings.event_subscriptions.bot_events)).toEqual(new Set(listened));
  });

  it('stays within Slack’s lengths', () => {
    const { name, description, long_description: long } = manifest.display_information;
    expect(name.length).toBeLessThanOrEqual(35);
    expect(description.length).toBeLessThanOrEqual(140);
    expect(long.length).toBeGreaterThanOrEqual(175);
    expect(long.length).toBeLessThanOrEqual(4_000);
  });
});
