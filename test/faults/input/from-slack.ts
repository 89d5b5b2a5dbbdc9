import assert from 'node:assert/strict';
import { WebClient } from '@slack/web-api';
import { createChannelPosts } from '../../../src/slack/channel-posts.ts';
import { actKey, refusalAtTheDoor } from '../../../src/slack/door/gate.ts';
import type { Case } from '../case.ts';
import { feeding } from './feed.ts';
import { spoilt } from './foreign.ts';

const US = { teamId: 'T0OURS', enterpriseId: 'E0OURS', appId: 'A0OURS', botUserId: 'U0BOT' };

const PAYLOAD = {
  type: 'block_actions',
  team: { id: US.teamId },
  enterprise: { id: US.enterpriseId },
  user: { id: 'U0ADMIN', team_id: US.teamId },
  api_app_id: US.appId,
  container: { message_ts: '1.2' },
  actions: [{ action_id: 'show', action_ts: '3.4' }],
  view: { id: 'V1', hash: 'h' },
  event: { user: 'U0ADMIN', user_team: US.teamId },
};

/** A part of a payload, however deep; absent where it is null. */
function at(value: unknown, ...path: readonly string[]): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value ?? undefined;
  return typeof value === 'object' && value !== null
    ? at(Reflect.get(value, key), ...rest)
    : undefined;
}

/** What is let in names us wherever it names anybody, and is no bot's. */
function assertOurs(body: unknown): void {
  const team = at(body, 'team_id') ?? at(body, 'team', 'id');
  const enterprise =
    at(body, 'enterprise_id') ?? at(body, 'enterprise', 'id') ?? at(body, 'team', 'enterprise_id');
  assert.ok(team ? team === US.teamId : enterprise === US.enterpriseId, 'another workspace');
  assert.ok(!enterprise || enterprise === US.enterpriseId, 'another enterprise');
  const home = at(body, 'user', 'team_id') ?? at(body, 'event', 'user_team');
  assert.ok(!home || home === US.teamId, 'a person from elsewhere');
  const app = at(body, 'api_app_id');
  assert.ok(!app || app === US.appId, 'another app');
  assert.ok(!at(body, 'bot_id') && !at(body, 'event', 'bot_id'), 'a bot');
}

const KEY = 'digest-1:2026-11-21';
const OWN_TS = '1795251600.000100';

/** A message as the bot posts it. */
function message(user: string, key: string, ts: string): object {
  const metadata = { event_type: 'backups_digest', event_payload: { key, part: 0, parts: 1 } };
  return { type: 'message', user, text: 'Backups', ts, metadata };
}

const OWN = message(US.botUserId, KEY, OWN_TS);
const HISTORY = {
  ok: true,
  messages: [
    message('U0ADMIN', KEY, '1795251601.000100'),
    OWN,
    message(US.botUserId, 'digest-1:2026-11-20', '1795251602.000100'),
    { type: 'message', user: 'U0ADMIN', text: 'thanks', ts: '1795251603.000100' },
  ],
  has_more: false,
  response_metadata: { next_cursor: '' },
};

/** What is found of a digest where Slack answers with this. */
async function lookIn(history: unknown) {
  const client = Object.assign(new WebClient(), {
    conversations: { history: () => Promise.resolve(history) },
  });
  const since = new Date('2026-11-21T09:00:00Z');
  return await createChannelPosts(client, US.botUserId).look({
    channelId: 'C1',
    since,
    until: new Date('2026-11-21T11:00:00Z'),
    key: KEY,
  });
}

/** What Slack sends, and what it answers. */
export const slackCases: readonly Case[] = [
  feeding({
    name: 'payloads at the door, from anywhere',
    required:
      'refused with a reason unless workspace, enterprise, app and person are ours wherever they are named; nothing thrown',
    inputs: spoilt(PAYLOAD, ...Object.keys(PAYLOAD), 'team_id', 'enterprise_id', 'bot_id'),
    feed: (body) => {
      const key = actKey(body);
      assert.ok(key === undefined || key.length > 0);
      const refusal = refusalAtTheDoor(body, US);
      if (refusal === undefined) assertOurs(body);
      return refusal === undefined;
    },
  }),
  feeding({
    name: 'a channel’s history, in which a digest is looked for',
    required: 'found where it stands, and never taken for absent where the history cannot be read',
    inputs: spoilt(HISTORY, 'key', 'metadata', 'messages'),
    feed: async (history) => {
      const answer = await lookIn(history);
      const messages: unknown = at(history, 'messages');
      if (answer.kind !== 'read') {
        assert.equal(answer.kind, 'unavailable');
        return false;
      }
      assert.ok(Array.isArray(messages), 'a history without messages was read');
      if (messages.includes(OWN)) assert.ok(answer.ts.includes(OWN_TS), 'it stands there');
      return answer.ts.length === 1;
    },
  }),
];
