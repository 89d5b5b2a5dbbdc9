import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import type { Case, CaseContext, Result } from '../case.ts';
import { inSeconds } from '../in-seconds.ts';
import { assertUnharmed } from '../world/asked.ts';
import { type Moment, PASS, type Phase } from '../world/gate.ts';
import type { HttpDeed } from '../world/http-gate.ts';
import { ADDON, startTroubled, type Troubled } from './troubled.ts';

/** What Northflank does wrong, and what a person must be told of it. */
export interface Trouble {
  name: string;
  /** Which requests it hits; those for the addon's list of backups when absent. */
  hits?: 'everything' | 'backups' | 'projects';
  /** How many of them, from the first; all when absent. */
  times?: number;
  /** When in the life of a request; once all of it is here when absent. */
  at?: Phase;
  /** What becomes of what it hits; the hits are counted from 1. */
  deed: HttpDeed | ((nth: number, moment: Moment) => HttpDeed);
  /**
   * `whole`: the answer in full, though later. `told`: that the backups could not be read, without any
   * word that all is well. `partly`: what was read, and that it is not all.
   */
  answer: 'whole' | 'told' | 'partly';
  /** Nothing is asked again sooner after the first hit. */
  noSoonerMs?: number;
  /** A second question is answered without asking anything. */
  untilLater?: boolean;
  /** The answer comes sooner than the bot's own limits on time would have it. */
  withinMs?: number;
  /** Requests that may be spent on this one question. */
  atMost?: number;
  /** Not for the short set: takes the bot's own longest limits to end, or is one of several of its kind. */
  long?: boolean;
}

const REQUIRED = {
  whole: 'the whole answer, though later',
  told: 'told that the backups could not be read; no word that all is well',
  partly: 'what was read, and that it is not all',
} as const;

const BACKUPS = `GET /v1/projects/${ADDON.replace('/', '/addons/')}/backups`;

/** The case of a trouble: one bot, one question, one look at what is left of the bot. */
export function inTrouble(trouble: Trouble): Case {
  const { noSoonerMs, withinMs } = trouble;
  const wait = noSoonerMs === undefined ? '' : `, nothing asked again for ${noSoonerMs} ms`;
  const later = trouble.untilLater === true ? ', nothing asked for a second question' : '';
  const soon = withinMs === undefined ? '' : `, within ${withinMs / 1000} s`;
  return {
    name: trouble.name,
    required: `${REQUIRED[trouble.answer]}${wait}${later}${soon}`,
    long: trouble.long ?? false,
    run: (context) => run(context, trouble),
  };
}

async function run(context: CaseContext, trouble: Trouble): Promise<Result> {
  const { deed, at = 'request', times = Number.POSITIVE_INFINITY } = trouble;
  const hits: number[] = [];
  const struck = new Set<number>();
  const asked = await startTroubled(context, (moment) => {
    if (moment.phase !== at || !isHit(trouble, moment) || struck.has(moment.id)) return PASS;
    if (hits.length >= times) return PASS;
    if (moment.id !== 0) struck.add(moment.id);
    hits.push(Date.now());
    return typeof deed === 'function' ? deed(hits.length, moment) : deed;
  });
  const { shown, ms } = await asked.ask(`show ${ADDON}`);
  assert.ok(hits.length > 0, 'the fault found nothing to hit');
  judge(trouble, shown);
  await assertUnharmed(asked.bot);
  assertPatient(trouble, asked, hits);
  assert.ok(ms <= (trouble.withinMs ?? ms), `answered only after ${inSeconds(ms)}`);
  const spent = asked.requests.length;
  assert.ok(spent <= (trouble.atMost ?? 12), `${spent} requests for one question`);
  if (trouble.untilLater === true) {
    judge(trouble, (await asked.ask(`show ${ADDON}`)).shown);
    assert.equal(asked.requests.length, spent, 'asked again for a second question');
  }
  return { outcome: 'held', figure: `answered in ${inSeconds(ms)}, ${spent} requests` };
}

function isHit({ hits = 'backups', at }: Trouble, { call }: Moment): boolean {
  // A connection comes before anybody knows what for.
  if (hits === 'everything' || at === 'connect') return true;
  return hits === 'backups' ? call === BACKUPS : call === 'GET /v1/projects';
}

/** Reads an answer as its reader would. */
export function judge({ answer }: Pick<Trouble, 'answer'>, shown: string): void {
  const head = shown.slice(0, 600);
  if (answer === 'told') {
    assert.match(
      shown,
      /could not be read|nothing could be read|not known|cannot (tell|read)|no such thing/,
      head,
    );
    assert.doesNotMatch(shown, /✔|\bfresh\b|all is well|No backups/i, head);
  } else {
    assert.match(shown, /Backups of .*Customers DB/, head);
    const isPartial = /Not all backups could be read/;
    if (answer === 'partly') assert.match(shown, isPartial, head);
    else {
      assert.doesNotMatch(shown, isPartial, head);
      // Each night its next snapshot runs for some minutes.
      assert.match(shown, /✔ fresh|◔ running/i, head);
    }
  }
  assert.doesNotMatch(shown, /fake-northflank-token|127\.0\.0\.1|ECONN|UND_ERR|<html|stack/, head);
}

function assertPatient(
  { noSoonerMs, hits: what = 'backups' }: Trouble,
  { requests }: Troubled,
  hits: readonly number[],
): void {
  const [first] = hits;
  if (noSoonerMs === undefined || first === undefined) return;
  const after = requests.find(
    ({ call, at }) => at > first + 1 && (what === 'everything' || call === BACKUPS),
  );
  const waited = after === undefined ? Number.POSITIVE_INFINITY : after.at - first;
  // The bot's clock and this one may round apart.
  assert.ok(waited >= noSoonerMs - 20, `asked again after ${waited} ms instead of ${noSoonerMs}`);
}

/** An answer of 200 that is written in its own way. */
export function writing(
  write: (response: ServerResponse) => void,
  headers: Readonly<Record<string, string>> = {},
): HttpDeed {
  return {
    do: 'answer',
    with: (response) => {
      response.writeHead(200, { 'content-type': 'application/json', ...headers });
      write(response);
    },
  };
}
