import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { noFaults } from '../../sandbox/northflank/faults.ts';
import type { NorthflankFaults } from '../../sandbox/northflank.ts';
import { IDS, messageOf, type ShownMessage, sees } from '../../sandbox/slack.ts';
import { type Sandbox, startSandbox } from '../../sandbox/start-sandbox.ts';
import { SILENT } from '../fakes/log.ts';
import { isAnswer } from './is-answer.ts';

const NOW = new Date('2026-11-21T10:00:00Z');

let sandbox: Sandbox;

beforeEach(async () => {
  sandbox = await startSandbox({ now: () => NOW, log: SILENT });
});
afterEach(() => sandbox.close());

function breakThings(faults: Partial<NorthflankFaults>): void {
  if (sandbox.northflank) Object.assign(sandbox.northflank.faults, faults);
}

async function ask(text: string, who: string = IDS.viewer): Promise<ShownMessage> {
  const answer = await sandbox.slack
    .user(who)
    .command('/backups', text, { until: isAnswer, within: 15_000 });
  return messageOf(answer);
}

/** Labels of all that can be pressed. */
function labelsOf({ blocks }: ShownMessage): string[] {
  return [...JSON.stringify(blocks).matchAll(/"type":"button".*?"text":"(.*?)"/g)].map(
    ([, label = '']) => label,
  );
}

describe('every answer leads on', () => {
  it.each<{ typed: string; who?: string; faults?: Partial<NorthflankFaults>; to: string }>([
    { typed: 'help', to: 'Status' },
    { typed: 'help digest', to: 'All commands' },
    { typed: 'frobnicate', to: 'Help' },
    { typed: 'shwo orders-db', to: '/backups show orders-db' },
    { typed: 'show zzzzzzzzzz/zzzzzzzzzz', to: 'Help|Pick an addon|/' },
    { typed: 'show "!!!"', to: 'Help' },
    { typed: 'show orders-db tomorrow', to: 'Help' },
    { typed: 'destination nowhere', to: 'Show destinations' },
    { typed: 'status no-such-project', to: 'Help' },
    { typed: 'digest frobnicate', to: 'Help' },
    { typed: 'digest off', to: 'Settings' },
    { typed: 'add-destination', to: 'Help' },
    { typed: 'doctor', to: 'Help' },
    { typed: 'status', who: IDS.guest, to: 'Help' },
    { typed: 'destinations', faults: { tokenRevoked: true }, to: 'Try again' },
    { typed: 'destinations', faults: { destinationsForbidden: true }, to: 'Try again' },
    { typed: 'destinations', faults: { rateLimited: true }, to: 'Try again' },
  ])('/backups $typed with $faults, to $to', async ({ typed, who, faults = {}, to }) => {
    breakThings(faults);

    const answer = await ask(typed, who);

    expect(labelsOf(answer)).toContainEqual(expect.stringMatching(new RegExp(to)));
    // A sentence for notifications and screen readers, that does not begin with a shape.
    expect(answer.text).toMatch(/^[\p{L}\p{N}*`“"].*\s.*\s/u);
  });
});

describe('a refusal', () => {
  it('is not offered to be tried again, since it would be the same', async () => {
    expect(labelsOf(await ask('doctor'))).toEqual(['Help']);
    expect(labelsOf(await ask('show orders-db tomorrow'))).toEqual(['Help']);
  });
});

describe('an answer that Northflank did not let come', () => {
  it('comes where it was missed, once it is tried again', async () => {
    breakThings({ destinationsForbidden: true });
    const failed = await ask('destinations');
    expect(failed.text).toContain('`/backups doctor` tells them which');
    breakThings(noFaults());

    const again = await sandbox.slack
      .user(IDS.viewer)
      .click(failed, 'Try again', { until: sees.words('5 backup destinations'), within: 15_000 });

    expect(messageOf(again).onlyFor).toBe(IDS.viewer);
  });

  it('tells on the board of a token that is refused who can do something about it', async () => {
    breakThings({ tokenRevoked: true });

    const board = await ask('status');

    expect(JSON.stringify(board.blocks)).toContain(
      '`/backups doctor` tells an admin what is wrong',
    );
  });
});
