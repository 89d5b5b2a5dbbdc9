import type { AllMiddlewareArgs, AnyMiddlewareArgs } from '@slack/bolt';
import type { Log } from '../../domain/log.ts';
import { COMMAND } from '../ids.ts';
import { createAfterAcks } from './after-acks.ts';
import { createFirstTime } from './first-time.ts';
import { actKey, type Identity, refusalAtTheDoor } from './gate.ts';
import type { RunningWork } from './running-work.ts';

/** What the door needs to know. */
export interface DoorDeps {
  identity: Identity;
  log: Log;
  running: RunningWork;
  /** Whether this key was never seen before; marks it as seen. */
  firstTime: (key: string) => Promise<boolean>;
}

type DoorArgs = AllMiddlewareArgs & AnyMiddlewareArgs;

/**
 * Makes what every act passes first: it stops what is not for us and what was already done, and lets the
 * rest in. Commands and clicks are acknowledged here, before Bolt looks for their listener, since Slack
 * wants no answer from them; forms and type-ahead are acknowledged by their listeners.
 */
export function createDoor(deps: DoorDeps): (args: DoorArgs) => Promise<void> {
  const { identity, log, running } = deps;
  const isNew = createFirstTime(deps.firstTime, log);
  const afterAcks = createAfterAcks();

  async function pass(args: DoorArgs): Promise<void> {
    const { body, next } = args;
    const refusal = refusalAtTheDoor(body, identity);
    if (refusal !== undefined) {
      log.warn('turned_away', { reason: refusal });
      await acknowledge(args);
      return;
    }
    const key = actKey(body);
    // A form is corrected and sent again under the same key, so its own handler decides.
    if (key !== undefined && !key.startsWith('view:') && !(await isNew(key))) {
      log.info('repeat_ignored', { kind: key.split(':')[0] });
      await acknowledge(args);
      return;
    }
    if (!isAcknowledgedHere(args)) {
      await next();
      return;
    }
    await acknowledge(args);
    await afterAcks();
    await next();
  }

  // From its arrival on: Bolt has acknowledged an event by then, and whoever stops must wait for it.
  return (args) => running.run(() => pass(args));
}

function isAcknowledgedHere({ body }: DoorArgs): boolean {
  return 'command' in body
    ? body.command === COMMAND
    : 'type' in body && body.type === 'block_actions';
}

async function acknowledge(args: DoorArgs): Promise<void> {
  if ('ack' in args && typeof args.ack === 'function') await args.ack();
}
