import assert from 'node:assert/strict';
import type { Case, CaseContext, Result } from '../case.ts';
import { inSeconds } from '../in-seconds.ts';
import { type Asked, assertUnharmed, startAsked } from '../world/asked.ts';

/** What is done to the connection on which Slack sends everything. */
export interface SocketTrouble {
  name: string;
  does: (asked: Asked, context: CaseContext) => Promise<void> | void;
  /** Whether the bot goes on with the connection that it had, or has to make another one. */
  connection: 'same' | 'new';
  /** A person is answered again within so long after that. */
  withinMs: number;
  long?: boolean;
  limitMs?: number;
}

/** A command that meets no connection, or a dead one, is lost in Slack: a person types it again. */
const TYPED_AGAIN_MS = 2_000;

const WHICH = { same: 'the same connection', new: 'a new connection' } as const;

/** The case of a trouble. */
export function onSocket(trouble: SocketTrouble): Case {
  const { name, withinMs, connection, long = false, limitMs } = trouble;
  return {
    name: `socket: ${name}`,
    required: `the process lives, and answers again within ${withinMs / 1000} s on ${WHICH[connection]}`,
    long,
    ...(limitMs !== undefined && { limitMs }),
    run: (context) => run(context, trouble),
  };
}

async function run(context: CaseContext, trouble: SocketTrouble): Promise<Result> {
  const { does, withinMs, connection } = trouble;
  const asked = await startAsked(context);
  const before = openedSoFar(asked);
  await does(asked, context);
  const took = await answeredAgain(asked, withinMs, context.signal);
  const more = openedSoFar(asked) - before;
  assert.ok(connection === 'same' ? more === 0 : more > 0, `${more} new connections`);
  await assertUnharmed(asked.bot);
  assert.equal(await asked.bot.status('/readyz'), 200, 'the bot does not call itself ready');
  return { outcome: 'held', figure: `answered after ${inSeconds(took)}` };
}

/** How many milliseconds it takes until a command is answered. @throws when it takes longer than the limit. */
async function answeredAgain(asked: Asked, limitMs: number, signal: AbortSignal): Promise<number> {
  const from = performance.now();
  for (;;) {
    signal.throwIfAborted();
    const isAnswered = await asked.help(TYPED_AGAIN_MS).then(
      () => true,
      () => false,
    );
    const took = performance.now() - from;
    assert.ok(took <= limitMs, `not answered within ${limitMs / 1000} s`);
    if (isAnswered) return took;
  }
}

/** Waits until the bot has connected so many times in all. */
export async function connections(asked: Asked, count: number, signal: AbortSignal): Promise<void> {
  while (openedSoFar(asked) < count) {
    signal.throwIfAborted();
    await asked.slack.waitFor((event) => event.type === 'connection', 60_000);
  }
}

function openedSoFar({ slack }: Asked): number {
  return slack.events().filter((event) => event.type === 'connection' && event.change === 'opened')
    .length;
}
