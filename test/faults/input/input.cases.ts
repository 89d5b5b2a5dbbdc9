import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { createMemo, parseMemo } from '../../../src/digest/memo.ts';
import { parseAddonAddress } from '../../../src/domain/addons/address.ts';
import { parsePattern } from '../../../src/domain/addons/scope-pattern.ts';
import { parseShowRequest } from '../../../src/domain/history/show-request.ts';
import { isTimeZone, searchZones } from '../../../src/domain/schedules/zone-search.ts';
import { UserError } from '../../../src/domain/user-error.ts';
import { cleanText, code, plainInMrkdwn } from '../../../src/slack/block-kit/mrkdwn.ts';
import {
  readAddonPageValue,
  readDestinationPageValue,
  readStatusPageValue,
} from '../../../src/slack/button-values.ts';
import { parseCommand } from '../../../src/slack/commands/parse-command.ts';
import { actKey, refusalAtTheDoor } from '../../../src/slack/door/gate.ts';
import { VERBS } from '../../../src/slack/ids.ts';
import { readAddDestinationForm } from '../../../src/slack/views/add-destination-answers.ts';
import { readDigestForm } from '../../../src/slack/views/digest-answers.ts';
import { composed } from '../../fakes/composed.ts';
import { stateOf } from '../../fakes/destination-form.ts';
import { digestState } from '../../fakes/digest-form.ts';
import { judged } from '../../fakes/judged.ts';
import type { Case } from '../case.ts';
import { feeding } from './feed.ts';
import { foreignText, jsonTextWith, jsonWith, phrases, spoilt } from './foreign.ts';
import { rowCases } from './rows.ts';

const NOW = new Date('2026-11-21T09:00:00Z');
const US = { teamId: 'T0OURS', enterpriseId: 'E0OURS', appId: 'A0OURS', botUserId: 'U0BOT' };
const REFUSED = 'understood, or refused with a sentence for the person; nothing else thrown';

/** Understood, or refused in a sentence that a person may read. */
function orRefused(read: () => unknown): boolean {
  try {
    return read() !== undefined;
  } catch (error) {
    if (error instanceof UserError && error.message.length < 1_000) return false;
    throw error;
  }
}

/** A form filled in soundly, or with fields that hold anything, or no form at all. */
function spoiltForm(sound: { values: object }): fc.Arbitrary<unknown> {
  const fields = Object.keys(sound.values);
  return fc.oneof(
    { weight: 4, arbitrary: spoilt(sound, 'type', 'value', 'selected_option', 'selected_options') },
    { weight: 1, arbitrary: jsonWith('values', ...fields) },
  );
}

/** Values of buttons as some version of ours wrote them, spoilt on the way through Slack, or forged. */
const buttonValue = fc.oneof(
  spoilt({ ref: 'shop/orders-db', filter: 'failed 7d', page: 2, asOf: NOW.getTime() }, 'ref').map(
    (value) => JSON.stringify(value) ?? '',
  ),
  spoilt({ id: 'archive', page: 0, projectId: 'shop', anew: true }, 'id').map(
    (value) => JSON.stringify(value) ?? '',
  ),
  jsonTextWith('ref', 'filter', 'page', 'asOf', 'id', 'projectId', 'anew'),
);

/** As it comes out of a store. */
const MEMO: object = JSON.parse(
  JSON.stringify(
    createMemo(
      composed([judged('prod/a', 'failed'), judged('prod/b', 'late'), judged('prod/c')]),
      { patterns: ['prod/*'], types: [] },
      { localDate: '2026-11-20', words: { 'prod/a': 'late' } },
    ),
  ),
);

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

/** Errors name a field each, in a few words without what only disturbs. */
function assertFieldErrors(errors: Readonly<Record<string, string>>): void {
  for (const [block, error] of Object.entries(errors)) {
    assert.ok(block.length > 0 && block.length <= 255);
    assert.ok(error.length > 0 && error.length < 300, `an error of ${error.length} characters`);
    assert.equal(cleanText(error), error);
  }
}

/** Everything that comes in from people, Slack, Northflank and the store. */
export const cases: readonly Case[] = [
  feeding({
    name: 'what is typed after /backups',
    required: REFUSED,
    inputs: phrases(
      ...VERBS,
      'failed',
      '7d',
      'a '.repeat(10_000),
      'shop-prod/orders-db',
      '"Orders DB"',
      '—',
      '“',
      '/',
    ),
    feed: (text) =>
      orRefused(() => {
        const command = parseCommand(text);
        if (command.kind === 'unknown') return undefined;
        assert.ok((VERBS as readonly string[]).includes(command.verb));
        return parseShowRequest(command.rest);
      }),
  }),
  feeding({
    name: 'addresses, patterns and zones as people type them',
    required: 'read or not read, never thrown; a zone that is taken is one that exists',
    inputs: phrases('prod/*-db', '*', 'shop-prod/', '/orders', 'Europe/Berlin', 'UTC', '+02:00'),
    feed: (text) => {
      if (isTimeZone(text)) Intl.DateTimeFormat('en', { timeZone: text }).format(NOW);
      assert.ok(searchZones(text, text, NOW, 20).every(isTimeZone));
      return [parseAddonAddress(text), parsePattern(text)].some((each) => each !== undefined);
    },
  }),
  feeding({
    name: 'values of old or forged buttons',
    required: REFUSED,
    inputs: buttonValue,
    feed: (value) =>
      [readAddonPageValue, readDestinationPageValue, readStatusPageValue]
        .map((read) => orRefused(() => read(value)))
        .includes(true),
  }),
  feeding({
    name: 'the state of the destination form',
    required:
      'a destination, or errors at its fields; nothing thrown, no key in what is shown again',
    inputs: spoiltForm(stateOf()),
    feed: (state) => {
      const reading = readAddDestinationForm(state, () => undefined);
      if (reading.ok) {
        const { accessKey, secretKey } = reading.destination.credentials;
        assert.equal(Object.values(reading.filled).includes(secretKey), false);
        assert.notEqual(accessKey, '');
        return true;
      }
      assertFieldErrors(reading.errors);
      assert.ok(Object.keys(reading.errors).length > 0);
      return false;
    },
  }),
  feeding({
    name: 'the state of the digest form',
    required: 'settings, or errors at their fields; nothing thrown',
    inputs: spoiltForm(digestState()),
    feed: (state) => {
      const { fields, errors } = readDigestForm(state, NOW);
      assertFieldErrors(errors);
      if (fields.timeZone !== undefined) assert.ok(isTimeZone(fields.timeZone));
      return Object.keys(fields).length > 0;
    },
  }),
  feeding({
    name: 'payloads at the door, from anywhere',
    required: 'refused with a reason unless it names our workspace; nothing thrown',
    inputs: spoilt(PAYLOAD, ...Object.keys(PAYLOAD), 'team_id', 'enterprise_id', 'bot_id'),
    feed: (body) => {
      const key = actKey(body);
      assert.ok(key === undefined || key.length > 0);
      const refusal = refusalAtTheDoor(body, US);
      if (refusal === undefined) assert.match(JSON.stringify(body) ?? '', /T0OURS|E0OURS/);
      return refusal === undefined;
    },
  }),
  feeding({
    name: 'what a store holds of a digest',
    required: 'a whole memo or none; nothing thrown',
    inputs: spoilt(MEMO, ...Object.keys(MEMO)),
    feed: (stored) => parseMemo(stored) !== undefined,
  }),
  feeding({
    name: 'foreign text in messages',
    required: 'inert and within its length: no control or direction character, no link, no mention',
    inputs: foreignText,
    feed: (text) => {
      for (const shown of [plainInMrkdwn(text), code(text)]) {
        // oxlint-disable-next-line no-control-regex -- finding control characters is the point
        assert.doesNotMatch(shown, /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069<>]/u);
        // An escaped character takes five units at most, an emphasis mark two.
        assert.ok(shown.length <= 120 * 5 + 2, `${shown.length} units`);
      }
      return true;
    },
  }),
  ...rowCases,
];
