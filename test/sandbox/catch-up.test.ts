import { afterAll, beforeAll, expect, it } from 'vitest';
import { IDS, type SlackEvent } from '../../sandbox/slack.ts';
import { type Stage, startStage } from './page/stage.ts';

const CUSTOMERS = { projectId: 'shop-prod', addonId: 'customers-db' };
/** Reading the account and posting a digest with its replies, one a second. */
const SOON_MS = 25_000;

let stage: Stage;

beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());

async function jump(to: 'digest' | 'hour'): Promise<void> {
  const { url } = stage.served;
  const response = await fetch(new URL('/controls', url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: new URL(url).origin },
    body: JSON.stringify({ kind: 'jump', to }),
  });
  expect(response.status).toBe(200);
}

function isDigest(event: SlackEvent, change: 'posted' | 'updated', words: RegExp): boolean {
  if (event.type !== 'message' || event.change !== change) return false;
  const { channel, threadTs, blocks } = event.message;
  return channel === IDS.backups && threadTs === undefined && words.test(JSON.stringify(blocks));
}

it('a jump of the clock brings the digest that is due, and a later one what changed since', async () => {
  const { slack } = stage.sandbox;
  const posted = slack.waitFor((event) => isDigest(event, 'posted', /Orders DB/), SOON_MS);
  await jump('digest');
  await posted;

  stage.northflank.account.addBackup(CUSTOMERS, { type: 'snapshot' });
  const edited = slack.waitFor(
    (event) => isDigest(event, 'updated', /FAILED {2}\*Shop prod \/ Customers DB\* · new since/),
    SOON_MS,
  );
  await jump('hour');

  expect(await edited).toMatchObject({ change: 'updated' });
}, 60_000);
