import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { formatShowFilter, parseShowFilter } from '../../../src/domain/history/show-filter.ts';
import { isTimeZone } from '../../../src/domain/schedules/zone-search.ts';
import { cleanText } from '../../../src/slack/block-kit/mrkdwn.ts';
import { ACTION } from '../../../src/slack/ids.ts';
import { readAddDestinationForm } from '../../../src/slack/views/add-destination-answers.ts';
import { carry, readCarried, readDigestForm } from '../../../src/slack/views/digest-answers.ts';
import {
  buildPickAddonView,
  findPickErrors,
  readPickAddonView,
} from '../../../src/slack/views/pick-addon.ts';
import { CANARY, stateOf, TYPED } from '../../fakes/destination-form.ts';
import { digestState } from '../../fakes/digest-form.ts';
import type { Case } from '../case.ts';
import { feeding } from './feed.ts';
import { jsonTextWith, jsonWith, spoilt } from './foreign.ts';

const NOW = new Date('2026-11-21T09:00:00Z');

/** A form filled in soundly, or with fields that hold anything, or no form at all. */
function spoiltForm(sound: { values: object }): fc.Arbitrary<unknown> {
  const fields = Object.keys(sound.values);
  return fc.oneof(
    { weight: 4, arbitrary: spoilt(sound, 'type', 'value', 'selected_option', 'selected_options') },
    { weight: 1, arbitrary: jsonWith('values', ...fields) },
  );
}

/** The destination form with what belongs into one field in any other, keys too. */
const misfilled = fc
  .record(
    Object.fromEntries(
      Object.entries(TYPED).map(([field, own]) => [
        field,
        fc.oneof(fc.constant(own), fc.constantFrom(...Object.values(TYPED))),
      ]),
    ),
  )
  .map((typed) => stateOf(typed));

/** Errors name a field each, in a few words without what only disturbs. */
function assertFieldErrors(errors: Readonly<Record<string, string>>): void {
  for (const [block, error] of Object.entries(errors)) {
    assert.ok(block.length > 0 && block.length <= 255);
    assert.ok(error.length > 0 && error.length < 300, `an error of ${error.length} characters`);
    assert.equal(cleanText(error), error);
  }
}

type PickedView = Parameters<typeof readPickAddonView>[0];

/** The form that picks an addon, as Slack sends it back. */
const PICKED = {
  private_metadata:
    buildPickAddonView('ticket-1', parseShowFilter('failed 7d')).private_metadata ?? '',
  state: {
    values: { addon: { [ACTION.pickAddon]: { selected_option: { value: 'shop/orders-db' } } } },
  },
};

/** Forms that come back from Slack, and what travels with them. */
export const formCases: readonly Case[] = [
  feeding({
    name: 'the state of the destination form',
    required:
      'a destination, or errors at its fields; nothing thrown, no key in what is shown again',
    inputs: fc.oneof(
      spoiltForm(stateOf()).map((state) => ({ state, isMisfilled: false })),
      misfilled.map((state) => ({ state, isMisfilled: true })),
    ),
    feed: ({ state, isMisfilled }) => {
      const reading = readAddDestinationForm(state, () => undefined);
      if (reading.ok) {
        assert.notEqual(reading.destination.credentials.accessKey, '');
        // What somebody calls their destination is theirs, be it a key.
        if (!isMisfilled) assert.doesNotMatch(JSON.stringify(reading.filled), CANARY);
        return true;
      }
      assertFieldErrors(reading.errors);
      assert.ok(Object.keys(reading.errors).length > 0);
      assert.doesNotMatch(Object.values(reading.errors).join(' '), CANARY);
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
    name: 'what travels with the digest form',
    required: 'a channel and perhaps a version, or thrown away whole',
    inputs: fc.oneof(
      spoilt(JSON.parse(carry({ channelId: 'C0BACKUPS1', version: 3 })), 'channelId').map(
        (value) => JSON.stringify(value) ?? '',
      ),
      jsonTextWith('channelId', 'version'),
    ),
    feed: (metadata) =>
      orThrown(() => {
        const { channelId, version } = readCarried(metadata);
        assert.equal(typeof channelId, 'string');
        assert.ok(version === undefined || Number.isFinite(version));
      }),
  }),
  feeding({
    name: 'the form that picks an addon',
    required: 'an addon with its filter, or thrown away whole; a remark is told at its field',
    inputs: fc.oneof(
      spoilt(PICKED, 'value', 'selected_option'),
      jsonTextWith('ticket', 'filter').map((text) => ({ ...PICKED, private_metadata: text })),
    ),
    feed: (view) => {
      assertFieldErrors(findPickErrors(view as PickedView) ?? {});
      return orThrown(() => {
        const { chosen, ticket, filter } = readPickAddonView(view as PickedView);
        assert.ok(typeof chosen === 'string' && chosen !== '');
        assert.equal(typeof ticket, 'string');
        assert.deepEqual(parseShowFilter(formatShowFilter(filter)), filter);
      });
    },
  }),
];

/** Whether it was read; anything may be thrown by the bot, and is told as an error of ours, but nothing by us. */
function orThrown(read: () => void): boolean {
  try {
    read();
    return true;
  } catch (error) {
    if (error instanceof assert.AssertionError) throw error;
    return false;
  }
}
