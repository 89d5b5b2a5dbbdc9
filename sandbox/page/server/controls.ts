import { z } from 'zod';
import type { SandboxClock } from '../../clock.ts';
import { noFaults } from '../../northflank/faults.ts';
import type { SandboxNorthflank } from '../../northflank.ts';
import type { SandboxSlack } from '../../slack.ts';
import type { Control, WireControls } from '../wire.ts';
import { mendChannels, readChannels, troubleChannel } from './channel-controls.ts';

/** How late slow answers come: long enough to see the bot say that it waits. */
const SLOW_MS = 4000;
/** Beyond the 3 s that Slack waits for an app. */
const LATE_MS = 3500;
const HOUR_MS = 3_600_000;

/** A control as the page sends it. */
export const ControlRequest: z.ZodType<Control> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('speed'), speed: z.number().min(0).max(100_000) }),
  z.object({ kind: z.literal('jump'), to: z.enum(['digest', 'hour']) }),
  z.object({
    kind: z.literal('northflank'),
    fault: z.enum(['down', 'slow', 'rateLimited', 'tokenRevoked']),
    on: z.boolean(),
  }),
  z.object({ kind: z.literal('refusing'), destination: z.string(), on: z.boolean() }),
  z.object({ kind: z.literal('late'), on: z.boolean() }),
  z.object({ kind: z.literal('reconnect') }),
  z.object({
    kind: z.literal('channel'),
    channel: z.string(),
    trouble: z.enum(['archived', 'private', 'withoutBot']),
    on: z.boolean(),
  }),
  z.object({ kind: z.literal('mend') }),
]);

/** What can be moved and broken. */
export interface ControlParts {
  clock: SandboxClock;
  /** Why the clock cannot be moved, as a sentence; absent where it can. */
  fixedTime?: string | undefined;
  slack: SandboxSlack;
  northflank: SandboxNorthflank | undefined;
  /** When the next digest is due; absent when nobody wants one. */
  nextDigestAt: () => Promise<Date | undefined>;
  /** Lets the bot look now at what is due and whether what it posted is still true; never throws. */
  catchUp: () => Promise<void>;
}

/** Does what a control says. @returns why it could not be done, as a sentence. */
export async function applyControl(
  control: Control,
  parts: ControlParts,
): Promise<string | undefined> {
  const { clock, slack, northflank, fixedTime } = parts;
  switch (control.kind) {
    case 'speed':
      if (fixedTime !== undefined) return fixedTime;
      clock.run(control.speed);
      return undefined;
    case 'jump':
      return fixedTime ?? (await jump(control.to, parts));
    case 'late':
      slack.set({ lateMs: control.on ? LATE_MS : 0 });
      return undefined;
    case 'reconnect':
      slack.socket.cut();
      return undefined;
    case 'channel':
      return troubleChannel(slack, control);
    case 'northflank':
    case 'refusing':
      return breakNorthflank(control, northflank);
    case 'mend':
      mend(slack, northflank);
      return undefined;
    default:
      return control satisfies never;
  }
}

async function jump(
  to: 'digest' | 'hour',
  { clock, nextDigestAt, catchUp }: ControlParts,
): Promise<string | undefined> {
  const hour = new Date(clock.now().getTime() + HOUR_MS);
  const moment = to === 'hour' ? hour : await nextDigestAt();
  if (moment === undefined) return 'No channel wants a digest: set one up with /backups digest.';
  clock.jumpTo(moment);
  // Not waited for: reading a large account takes a while, and what comes of it is seen when it comes.
  void catchUp();
  return undefined;
}

function breakNorthflank(
  control: Extract<Control, { kind: 'northflank' | 'refusing' }>,
  northflank: SandboxNorthflank | undefined,
): string | undefined {
  if (northflank === undefined) return 'This is a real account: it cannot be broken from here.';
  const { faults } = northflank;
  if (control.kind === 'northflank') {
    if (control.fault === 'slow') faults.slowMs = control.on ? SLOW_MS : 0;
    else faults[control.fault] = control.on;
    return undefined;
  }
  const others = faults.refusingDestinations.filter((id) => id !== control.destination);
  faults.refusingDestinations = control.on ? [...others, control.destination] : others;
  return undefined;
}

/** Undoes what can be broken at the strip, on both sides. */
function mend(slack: SandboxSlack, northflank: SandboxNorthflank | undefined): void {
  slack.set({ lateMs: 0 });
  mendChannels(slack);
  if (northflank !== undefined) Object.assign(northflank.faults, noFaults());
}

/** What the control strip shows at this moment. */
export async function readControls({
  clock,
  slack,
  northflank,
  nextDigestAt,
}: ControlParts): Promise<WireControls> {
  const next = await nextDigestAt();
  const faults = northflank?.faults;
  return {
    now: clock.now().getTime(),
    speed: clock.speed,
    chosenSpeed: clock.chosenSpeed,
    nextDigestAt: next?.getTime(),
    northflank: faults && {
      down: faults.down,
      slow: faults.slowMs > 0,
      rateLimited: faults.rateLimited,
      tokenRevoked: faults.tokenRevoked,
      refusing: [...faults.refusingDestinations],
    },
    destinations: northflank?.account.destinations().map(({ id, name }) => ({ id, name })) ?? [],
    slack: {
      late: slack.switches().lateMs > 0,
      connected: slack.socket.count > 0,
      channels: readChannels(slack),
    },
  };
}
