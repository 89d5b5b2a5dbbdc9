import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { IDS, messageOf, sees } from '../../sandbox/slack.ts';
import { type Sandbox, startSandbox } from '../../sandbox/start-sandbox.ts';
import { isAnswer } from '../e2e/is-answer.ts';
import { SILENT } from '../fakes/log.ts';

const NOW = new Date('2026-11-21T10:00:00Z');

let sandbox: Sandbox;

beforeEach(async () => {
  sandbox = await startSandbox({ now: () => NOW, log: SILENT });
});
afterEach(() => sandbox.close());

/** What a viewer has before them in the channel, oldest first. */
function texts(): string[] {
  return sandbox.slack.timeline(IDS.backups, IDS.viewer).map(({ text }) => text);
}

describe('an answer that takes long', () => {
  it('comes after one notice, and a click keeps the message whose button was pressed', async () => {
    const viewer = sandbox.slack.user(IDS.viewer);
    const list = await viewer.command('/backups', 'destinations', { until: isAnswer });
    const before = texts();
    if (sandbox.northflank) sandbox.northflank.faults.slowMs = 1_500;

    await viewer.click(
      messageOf(list),
      { value: 'cold-storage' },
      { until: sees.words('Backups in Cold storage') },
    );

    const [notice, answer, ...more] = texts().slice(before.length);
    expect(texts().slice(0, before.length)).toEqual(before);
    expect(notice).toContain('this takes a moment');
    expect(answer).toContain('Cold storage');
    expect(more).toEqual([]);
  });
});

describe('an answer that Slack does not take where it was asked for', () => {
  it.each([
    { name: 'fails', fault: { kind: 'http', status: 503 } as const },
    { name: 'cuts the connection', fault: { kind: 'cut' } as const },
  ])('comes as a direct message when the response URL $name', async ({ fault }) => {
    const viewer = sandbox.slack.user(IDS.viewer);
    sandbox.slack.faults.add('response_url', fault);

    await viewer.command('/backups', 'destinations', { until: isAnswer });

    const direct = sandbox.slack.timeline(viewer.directMessages, IDS.viewer);
    expect(direct.filter(({ text }) => text.includes('5 backup destinations'))).toHaveLength(1);
    expect(texts()).toEqual([]);
  });
});
