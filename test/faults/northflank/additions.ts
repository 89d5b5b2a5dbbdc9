import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { IDS, sees } from '../../../sandbox/slack.ts';
import { TYPED } from '../../fakes/destination-form.ts';
import type { Case, CaseContext, Result } from '../case.ts';
import { inSeconds } from '../in-seconds.ts';
import { assertUnharmed, wordsOf } from '../world/asked.ts';
import { CUT, PASS, type Phase } from '../world/gate.ts';
import type { HttpDeed } from '../world/http-gate.ts';
import { startTroubled, type Troubled } from './troubled.ts';

const ADDING = 'POST /v1/backup-destinations';
/** The last look is 17 s after the answer was lost. */
const ENDING_LIMIT_MS = 30_000;
/** Later than the first look, and sooner than the second. */
const LATE_MS = 4_000;
/** What is sent a second time may be sent after the ending was told. */
const AFTERMATH_MS = 500;

/** What becomes of the one request that adds a destination. */
interface Fate {
  name: string;
  at: Phase;
  deed: HttpDeed;
  /** Whether the destination is there in the end, and the person is told so. */
  isAdded: boolean;
  long: boolean;
}

const FATES: readonly Fate[] = [
  {
    name: 'a destination is added, and the answer is lost',
    at: 'done',
    deed: CUT,
    isAdded: true,
    long: false,
  },
  {
    name: 'the request that adds a destination is cut, and arrives 4 s later',
    at: 'request',
    deed: { do: 'late', after: () => sleep(LATE_MS, undefined, { ref: false }) },
    isAdded: true,
    long: true,
  },
  {
    name: 'the request that adds a destination never arrives',
    at: 'request',
    deed: CUT,
    isAdded: false,
    long: true,
  },
];

/** Nobody hears what became of a new destination: it is looked for, and never sent again. */
export const ADDITIONS: readonly Case[] = FATES.map((fate) => ({
  name: fate.name,
  required: `sent once; ${fate.isAdded ? 'there once, and told that it was added' : 'not there, and told that nothing came of it'}, after it was told that it is looked for`,
  long: fate.long,
  run: (context) => addOnce(context, fate),
}));

async function addOnce(context: CaseContext, { at, deed, isAdded }: Fate): Promise<Result> {
  let sent = 0;
  const troubled = await startTroubled(context, ({ call, phase }) => {
    if (call !== ADDING) return PASS;
    if (phase === 'headers') sent += 1;
    // A second one goes through, and adds what the first did not.
    return phase === at && sent === 1 ? deed : PASS;
  });
  const ms = await add(troubled);
  await sleep(AFTERMATH_MS);
  assert.equal(sent, 1, 'requests that add a destination');
  const { slack, northflank, bot } = troubled;
  const added = northflank.account.destinations().filter(({ name }) => name === TYPED.name);
  assert.equal(added.length, isAdded ? 1 : 0, 'destinations of that name');
  const told = slack.events().map(wordsOf);
  assert.ok(
    told.some((words) => /got no answer\. I am looking/.test(words)),
    'nobody was told that it is looked for',
  );
  const truth = isAdded ? /✔ Added \*Nightly/ : /was not added.* its list shows that nothing came/;
  for (const words of told.filter(isEnding)) assert.match(words, truth);
  await assertUnharmed(bot);
  return { outcome: 'held', figure: `told after ${inSeconds(ms)}, ${sent} request` };
}

function isEnding(words: string): boolean {
  return /✔ Added|was not added|Not known yet/.test(words);
}

/** Fills the form in as an admin; resolves with how many milliseconds its ending took. */
async function add({ slack }: Troubled): Promise<number> {
  const admin = slack.user(IDS.admin);
  const form = await admin.command('/backups', 'add-destination', { until: sees.modal });
  const from = performance.now();
  const ended = slack.waitFor((event) => isEnding(wordsOf(event)), ENDING_LIMIT_MS, form.seq);
  await admin.submit(form, ANSWERS, { until: sees.ack });
  await ended;
  return performance.now() - from;
}

/** The form as it is filled in by somebody who makes no mistake. */
const ANSWERS = {
  name: TYPED.name,
  bucket: TYPED.bucketName,
  region: TYPED.region,
  endpoint: TYPED.endpoint,
  prefix: TYPED.prefix,
  access_key: TYPED.accessKey,
  secret_key: TYPED.secretKey,
};
