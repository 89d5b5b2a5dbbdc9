import assert from 'node:assert/strict';
import type { Case, CaseContext, Result } from '../case.ts';
import { assertUnharmed, startAsked, wordsOf } from '../world/asked.ts';
import { createClock } from '../world/clock.ts';
import { assertOnce, setDue } from '../world/due-digest.ts';
import { type Interfere, type Moment, PASS, type Phase } from '../world/gate.ts';
import { answering, type HttpDeed, startHttpGate } from '../world/http-gate.ts';

/** A question of a person takes 25 s at most, and its answer a little to arrive. */
const ANSWER_MS = 28_000;
const NOT_WAITING = /^(?!◔|Reading)/;

type Way = 'status' | 'destinations' | 'digest';

/** What cannot be read of an account in which all is well. */
interface Gap {
  name: string;
  call: RegExp;
  /** Once all of the request is here when absent. */
  at?: Phase;
  /** What becomes of such a call, counted from 1. */
  deed: (nth: number, moment: Moment) => HttpDeed;
  /** Who asks. */
  ways: readonly Way[];
  /** What says in the first line that something is missing, and after it why. */
  says: RegExp;
  why: RegExp;
  /** For the short set too. */
  short?: readonly Way[];
}

const BILLING = /addons\/billing\/backups$/;
const UNKNOWN = /: cannot tell for 1( of 4)?, 3 fresh/;
const INCOMPLETE = /not everything could be read/;

const GAPS: readonly Gap[] = [
  {
    name: '401 from the third list of backups on',
    call: /addons\/\w+\/backups$/,
    deed: (nth) => (nth < 3 ? PASS : answering(401)),
    ways: ['status', 'digest'],
    says: /: cannot tell for 2( of 4)?, 2 fresh/,
    why: /refused the token/,
    short: ['status', 'digest'],
  },
  {
    name: '403 on the backups of one addon',
    call: BILLING,
    deed: () => answering(403),
    ways: ['status', 'digest'],
    says: UNKNOWN,
    why: /lacks a permission/,
  },
  {
    name: '500 on the backups of one addon',
    call: BILLING,
    deed: () => answering(500, '{}'),
    ways: ['status', 'digest'],
    says: UNKNOWN,
    why: /not answering/,
  },
  {
    name: 'silence on the backups of one addon',
    call: BILLING,
    deed: () => ({ do: 'silence' }),
    ways: ['status', 'digest'],
    says: UNKNOWN,
    why: /too long/,
  },
  {
    name: 'a first page of addons, and 500 for the second',
    call: /projects\/shop\/addons$/,
    at: 'done',
    deed: announced,
    ways: ['status', 'digest'],
    says: INCOMPLETE,
    why: /not answering/,
  },
  {
    name: 'a first page of projects, and 500 for the second',
    call: /v1\/projects$/,
    at: 'done',
    deed: announced,
    ways: ['status', 'digest'],
    says: INCOMPLETE,
    why: /not answering/,
    short: ['status'],
  },
  {
    name: '403 on the list of destinations',
    call: /backup-destinations$/,
    deed: () => answering(403),
    ways: ['status', 'digest'],
    says: INCOMPLETE,
    why: /lacks a permission/,
  },
  {
    name: '403 on their list',
    call: /backup-destinations$/,
    deed: () => answering(403),
    ways: ['destinations'],
    says: /nothing could be read/,
    why: /lacks the permission/,
    short: ['destinations'],
  },
  {
    name: 'a first page, and 500 for the second',
    call: /backup-destinations$/,
    at: 'done',
    deed: announced,
    ways: ['destinations'],
    says: /could not be read/,
    why: /not answering/,
  },
];

/** The first page says that there is another one, which cannot be had. */
function announced(nth: number, { answer }: Moment): HttpDeed {
  if (nth > 1) return answering(500, '{}');
  const page = JSON.parse(answer) as object;
  return answering(
    200,
    JSON.stringify({ ...page, pagination: { hasNextPage: true, cursor: 'b' } }),
  );
}

/** One part of a survey fails: what is missing comes first, and nothing is called well for want of it. */
export const GAPS_IN_SURVEYS: readonly Case[] = GAPS.flatMap((gap) =>
  gap.ways.map((way) => ({
    name: `${way}: ${gap.name}`,
    required: 'what is not known comes first, with its reason; no word that all is well',
    long: gap.short?.includes(way) !== true,
    run: (context) => (way === 'digest' ? inDigest(context, gap) : inAnswer(context, gap, way)),
  })),
);

async function inAnswer(context: CaseContext, gap: Gap, way: Way): Promise<Result> {
  const { interfere, struck } = strike(gap);
  const asked = await startAsked(context, { interfereNorthflank: interfere });
  asked.account.failing.clear();
  const answer = await asked.shown(asked.type(way), NOT_WAITING, ANSWER_MS);
  judge(gap, wordsOf(answer), struck());
  await assertUnharmed(asked.bot);
  return { outcome: 'held', figure: `${struck()} requests hit` };
}

async function inDigest(context: CaseContext, gap: Gap): Promise<Result> {
  const { interfere, struck } = strike(gap);
  const due = await setDue(context, { clock: createClock() });
  due.account.failing.clear();
  const gate = await startHttpGate(context, { upstream: () => due.account.url, interfere });
  const bot = due.start({ northflankUrl: gate.url });
  assertOnce(due, await due.settled(), 0);
  judge(gap, due.posted()[0]?.text ?? '', struck());
  await assertUnharmed(bot);
  return { outcome: 'held', figure: `${struck()} requests hit` };
}

function strike({ call, at = 'request', deed }: Gap) {
  let count = 0;
  const interfere: Interfere<HttpDeed> = (moment) => {
    if (moment.phase !== at || !call.test(moment.call)) return PASS;
    count += 1;
    return deed(count, moment);
  };
  return { interfere, struck: () => count };
}

/** Reads it from the top, as its reader would. */
function judge({ says, why }: Gap, shown: string, struck: number): void {
  const head = shown.slice(0, 600);
  const [first = ''] = shown.split('\n');
  assert.ok(struck > 0, 'the fault found nothing to hit');
  assert.match(first, says, head);
  assert.match(shown, why, head);
  const [beforeWhy = ''] = shown.split(why);
  assert.doesNotMatch(beforeWhy, /fresh, last good/, head);
  assert.doesNotMatch(shown, /: (\d of )?4 fresh|all is well|all well|No destination/i, head);
}
