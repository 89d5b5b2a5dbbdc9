import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Case, CaseContext, Result } from '../case.ts';
import { inSeconds } from '../in-seconds.ts';
import { assertUnharmed, HELP, startAsked, wordsOf } from '../world/asked.ts';
import { PASS, type Phase } from '../world/gate.ts';
import { answering, type HttpDeed } from '../world/http-gate.ts';
import { blocksIn, limiting, refusing, UNCLEAR } from './answers.ts';

/** What Slack does wrong while a person waits, and what they must see in the end. */
interface QuestionTrouble {
  name: string;
  /** What they type; `help` when absent. */
  types?: string;
  method: string;
  /** How many calls it hits, from the first; one when absent. */
  times?: number;
  /** It hits each call that holds blocks instead. */
  hits?: 'blocks';
  /** `request`, when absent: nothing is done of what was asked. `done`: all of it. */
  at?: Phase;
  deed: HttpDeed;
  /** `answer`: what they asked for. `unopened`: that no form opened. `unshown`: that one stays empty. */
  sees: RegExp;
  ending: 'answer' | 'unopened' | 'unshown';
  northflankMs?: number;
  long?: boolean;
}

const REQUIRED = {
  answer: 'the person gets the answer all the same',
  unopened: 'the person is told that it did not open and that nothing was changed',
  unshown: 'the person is told that it is not shown, that nothing was changed, and what to do',
} as const;

const NOT_OPENED = /did not open .*Nothing was changed/;
const NOT_SHOWN = /did not show the settings, and nothing was changed\. .*open them again/;
/** A field of the form. */
const FORM = /"initial_time":"\d\d:\d\d"/;

/** The answer to a command, which Slack takes at the response URL. */
const RESPONSES: readonly QuestionTrouble[] = [
  { name: '429', deed: limiting('30') },
  { name: '500', deed: answering(500), long: true },
  { name: '404 used_url', deed: answering(404, '{"ok":false,"error":"used_url"}') },
  { name: 'cut before it is done', deed: { do: 'cut' } as const, long: true },
  { name: 'cut after it is done', at: 'done' as const, deed: { do: 'cut' } as const, long: true },
  { name: 'silence for 5 s', deed: { do: 'silence' } as const, long: true },
  {
    name: 'a web page',
    deed: answering(200, '<html>Sign in</html>', { 'content-type': 'text/html' }),
    long: true,
  },
  {
    name: 'invalid_blocks to any blocks',
    hits: 'blocks' as const,
    deed: answering(400, '{"ok":false,"error":"invalid_blocks"}'),
  },
].map((own) => ({ ...own, method: 'response_url', sees: HELP, ending: 'answer' }));

/** The form, which opens only within 3 s of the command. */
const OPENINGS: readonly QuestionTrouble[] = [
  { name: '429', deed: limiting('30'), long: false },
  { name: 'expired_trigger_id', deed: refusing('expired_trigger_id'), long: false },
  { name: 'silence for 2 s', deed: { do: 'silence' } as const, long: false },
  ...UNCLEAR.filter(({ what }) => !what.startsWith('a yes')).map(({ what, deed }) => ({
    name: what,
    deed,
    long: true,
  })),
].map((own) => ({
  ...own,
  types: 'digest',
  method: 'views.open',
  sees: NOT_OPENED,
  ending: 'unopened',
}));

/** The form again, once Northflank has been read, which takes longer than Slack waits. */
const UPDATES: readonly QuestionTrouble[] = [
  { name: '429 once', deed: limiting('30'), long: false },
  { name: '429 once for 2 s', deed: limiting('2'), sees: FORM, long: true },
  { name: '500 once', deed: answering(500), sees: FORM, long: true },
  { name: 'cut once', deed: { do: 'cut' } as const, sees: FORM, long: true },
  {
    name: 'cut once it is done',
    at: 'done' as const,
    deed: { do: 'cut' } as const,
    sees: FORM,
    long: true,
  },
  { name: 'fatal_error for ever', deed: refusing('fatal_error'), times: 99, long: false },
].map(({ sees = NOT_SHOWN, ...own }) => ({
  ...own,
  types: 'digest',
  method: 'views.update',
  northflankMs: 500,
  sees,
  ending: sees === FORM ? 'answer' : 'unshown',
}));

/** Every case of a person who waits. */
export const QUESTIONS: readonly Case[] = [...RESPONSES, ...OPENINGS, ...UPDATES].map(toCase);

function toCase(trouble: QuestionTrouble): Case {
  return {
    name: `question, ${trouble.method}: ${trouble.name}`,
    required: REQUIRED[trouble.ending],
    long: trouble.long ?? false,
    run: (context) => run(context, trouble),
  };
}

async function run(context: CaseContext, trouble: QuestionTrouble): Promise<Result> {
  const { method, at = 'request', times = 1, deed, types = 'help', northflankMs, hits } = trouble;
  let struck = 0;
  const hit = Promise.withResolvers<void>();
  const asked = await startAsked(context, {
    northflankMs,
    interfere: ({ call, phase, body }) => {
      if (call !== method || phase !== at) return PASS;
      if (hits === 'blocks' ? blocksIn(body) === '[]' : struck >= times) return PASS;
      struck += 1;
      hit.resolve();
      return deed;
    },
  });
  const from = performance.now();
  const seen = await asked.shown(asked.type(types), trouble.sees);
  const took = performance.now() - from;
  // What is seen first is what Slack has done, which is before its answer is lost.
  await Promise.race([hit.promise, sleep(2_000)]);
  assert.ok(struck > 0, 'the fault found nothing to hit');
  assert.doesNotMatch(wordsOf(seen), /fake-|127\.0\.0\.1|ECONN|WebAPI|<html|\bstack\b/);
  struck = times;
  await asked.help();
  await assertUnharmed(asked.bot);
  return { outcome: 'held', figure: `told after ${inSeconds(took)}` };
}
