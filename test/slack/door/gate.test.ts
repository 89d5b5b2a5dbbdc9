import { describe, expect, it } from 'vitest';
import { actKey, refusalAtTheDoor } from '../../../src/slack/door/gate.ts';

const US = { teamId: 'T1', enterpriseId: 'E1', appId: 'A1', botUserId: 'UBOT' };

describe('refusalAtTheDoor', () => {
  it.each([
    ['a command of ours', { team_id: 'T1', enterprise_id: 'E1', api_app_id: 'A1', user_id: 'U1' }],
    [
      'a click of ours',
      { team: { id: 'T1' }, user: { id: 'U1', team_id: 'T1' }, api_app_id: 'A1' },
    ],
    [
      'an org-wide form without a team',
      { team: null, enterprise: { id: 'E1' }, user: { id: 'U1' } },
    ],
    ['an event of ours', { team_id: 'T1', event: { user: 'U1' } }],
  ])('lets in %s', (_, body) => {
    expect(refusalAtTheDoor(body, US)).toBeUndefined();
  });

  it.each([
    ['a foreign team', { team_id: 'T2' }, 'foreign team'],
    ['a foreign team in a click', { team: { id: 'T2' }, user: { id: 'U1' } }, 'foreign team'],
    ['a foreign enterprise', { team_id: 'T1', enterprise_id: 'E2' }, 'foreign enterprise'],
    ['a foreign app', { team_id: 'T1', api_app_id: 'A2' }, 'foreign app'],
    ['a bot', { team_id: 'T1', event: { bot_id: 'B1' } }, 'bot'],
    [
      'a Slack Connect guest',
      { team: { id: 'T1' }, user: { id: 'U9', team_id: 'T9' } },
      'person of another workspace',
    ],
    ['a payload without a team', {}, 'no team'],
    ['something that is no payload', 'text', 'payload without a readable origin'],
  ])('stops %s', (_, body, reason) => {
    expect(refusalAtTheDoor(body, US)).toBe(reason);
  });
});

describe('actKey', () => {
  it.each([
    ['commands', { command: '/backups', trigger_id: 't1' }, 'command:t1'],
    [
      'clicks',
      {
        type: 'block_actions',
        user: { id: 'U1' },
        container: { message_ts: '1.2' },
        actions: [{ action_id: 'show', action_ts: '3.4' }],
      },
      'action:1.2:show:3.4:U1',
    ],
    ['forms', { type: 'view_submission', view: { id: 'V1', hash: 'h' } }, 'view:V1:h'],
    ['events', { event_id: 'Ev1' }, 'event:Ev1'],
    ['type-ahead', { type: 'block_suggestion', value: 'ord' }, undefined],
    ['nonsense', 7, undefined],
  ])('knows repeats of %s', (_, body, key) => {
    expect(actKey(body)).toBe(key);
  });
});
