import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { checkBlocks, checkView } from '../../../sandbox/slack/validate.ts';
import type { AddDestinationDeps } from '../../../src/slack/submissions/add-destination.ts';
import { CANARY, TYPED, WANTED } from '../../fakes/destination-form.ts';
import { ADDED, EMPTY, failure, formBot, textOf } from './submitting.ts';

/** Every way in which a form can end, each with the key in as many foreign words as possible. */
const ENDINGS: readonly [string, Partial<AddDestinationDeps>][] = [
  ['done', {}],
  [
    'done, with an answer that holds the keys',
    {
      addDestination: async () =>
        Object.assign(
          { ...ADDED },
          { credentials: WANTED.credentials, description: TYPED.secretKey },
        ),
    },
  ],
  [
    'refused in words that repeat the key',
    {
      addDestination: () =>
        Promise.reject(
          failure('refused', {
            detail: `secretKey "${TYPED.secretKey}" of ${TYPED.accessKey} is wrong`,
            fields: ['credentials.secretKey'],
            cause: new Error(JSON.stringify(WANTED)),
          }),
        ),
    },
  ],
  [
    'refused in words that are cut inside the key',
    {
      addDestination: () =>
        Promise.reject(failure('refused', { detail: `Wrong: ${TYPED.secretKey.slice(0, 12)}` })),
    },
  ],
  ['lost', { addDestination: () => Promise.reject(failure('timeout')) }],
  [
    'broken by a mistake of ours',
    { addDestination: () => Promise.reject(new TypeError(JSON.stringify(WANTED))) },
  ],
  ['not recorded', { audit: () => Promise.reject(new Error(TYPED.secretKey)) }],
  ['not claimed', { claimOnce: () => Promise.reject(new Error(TYPED.secretKey)) }],
  ['not shown', { updateView: () => Promise.reject(new Error(TYPED.secretKey)) }],
  [
    'denied',
    { access: { mayAct: async () => ({ granted: false, rule: 'none', sentence: 'No.' }) } },
  ],
  ['taken', { listDestinations: async () => ({ ...EMPTY, rows: [ADDED] }) }],
];

describe.each(ENDINGS)('a form that is %s', (_, overrides) => {
  it('leaves no piece of its key anywhere but at Northflank', async () => {
    const { once, seen } = formBot(overrides);
    const response = await once();
    await once();

    expect(`${seen()}${inspect(response, { depth: null })}`).not.toMatch(CANARY);
  });

  it('shows only what Slack takes', async () => {
    const { once, views, messages } = formBot(overrides);
    await once();

    for (const view of views) {
      expect(checkView({ ...view }, 'modal', { oldWorkspace: true })).toEqual([]);
    }
    for (const { blocks } of messages) {
      expect(checkBlocks(blocks, 'message', { oldWorkspace: true })).toEqual([]);
    }
  });
});

describe('a form with a mistake in it', () => {
  it.each([
    { secretKey: `arn:${TYPED.secretKey}` },
    { accessKey: TYPED.secretKey, secretKey: TYPED.accessKey },
    { endpoint: `https://${TYPED.accessKey}:${TYPED.secretKey}@s3.us-west-2.amazonaws.com` },
    { bucketName: `s3://${TYPED.secretKey}` },
    { region: 'us-east-1' },
  ])('leaves no piece of its key in the errors (%#)', async (typed) => {
    const { once, seen } = formBot();
    const response = await once(typed);

    expect(`${seen()}${textOf(response)}`).not.toMatch(CANARY);
  });
});
