import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { createMemo, parseMemo } from '../../../src/digest/memo.ts';
import { parseAddonAddress } from '../../../src/domain/addons/address.ts';
import { parsePattern } from '../../../src/domain/addons/scope-pattern.ts';
import { parseShowRequest } from '../../../src/domain/history/show-request.ts';
import { isTimeZone, searchZones } from '../../../src/domain/schedules/zone-search.ts';
import { UserError } from '../../../src/domain/user-error.ts';
import { code, plainInMrkdwn } from '../../../src/slack/block-kit/mrkdwn.ts';
import {
  readAddonPageValue,
  readDestinationPageValue,
  readStatusPageValue,
} from '../../../src/slack/button-values.ts';
import { parseCommand } from '../../../src/slack/commands/parse-command.ts';
import { VERBS } from '../../../src/slack/ids.ts';
import { composed } from '../../fakes/composed.ts';
import { judged } from '../../fakes/judged.ts';
import type { Case } from '../case.ts';
import { httpCase } from './by-http.ts';
import { feeding } from './feed.ts';
import { foreignText, jsonTextWith, phrases, spoilt } from './foreign.ts';
import { formCases } from './forms.ts';
import { slackCases } from './from-slack.ts';
import { rowCases } from './rows.ts';

const NOW = new Date('2026-11-21T09:00:00Z');
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

/** Controls, separators, direction marks and zero widths, and what would begin a link or a mention. */
const DISTURBING =
  // oxlint-disable-next-line no-control-regex -- finding control characters is the point
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff<>]/u;

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
        assert.doesNotMatch(shown, DISTURBING);
        // An escaped character takes five units at most, an emphasis mark two.
        assert.ok(shown.length <= 120 * 5 + 2, `${shown.length} units`);
      }
      return true;
    },
  }),
  ...formCases,
  ...slackCases,
  httpCase,
  ...rowCases,
];
