import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createTcpServer, type Server } from 'node:net';
import { listenLocally } from '../../../sandbox/local-server.ts';
import type { Case, CaseContext, Opened, Result } from '../case.ts';
import { inSeconds } from '../in-seconds.ts';
import { assertUnharmed } from '../world/asked.ts';
import { wherePostgresIs } from '../world/databases.ts';
import { PASS } from '../world/gate.ts';
import { answering } from '../world/http-gate.ts';
import { ADDITIONS } from './additions.ts';
import { BY_ITSELF } from './by-itself.ts';
import { CERTIFICATES } from './certificates.ts';
import { fewRetries } from './few-retries.ts';
import { GAPS_IN_SURVEYS } from './mid-survey.ts';
import { outageOverTheDueHour } from './outage-over-the-due-hour.ts';
import { projectsGone } from './projects-gone.ts';
import { slowAccount } from './slow-account.ts';
import { threeBots } from './three-bots.ts';
import { threeDigests } from './three-digests.ts';
import { inTrouble, judge } from './trouble.ts';
import { ADDON, startTroubled } from './troubled.ts';
import { BODIES, CONNECTIONS, LIMITS, STATUSES, WAYS } from './troubles.ts';

/** Some of each kind, for the short set. */
const QUICK = new Set([
  '503 twice, then well',
  '500 on everything',
  '401 in the middle of a question',
  '403 on one list',
  '404 for an addon that is gone',
  '204 without content',
  '429, Retry-After 2',
  '429, Retry-After "soon"',
  '429, Retry-After 30 years',
  '429 for ever',
  'cut as soon as it stands',
  'cut in half an answer, once',
  'cut in half an answer',
  'a web page',
  'half a JSON',
  'data without its list',
  '6 MB, all good but for its size',
  'an answer without end',
  'rows without what a row needs',
  'a first page, and 500 for the second',
  'the same cursor again and again',
  'redirected to itself',
]);

/** What Northflank does wrong, or what happens on the way to it. */
export const cases: readonly Case[] = [
  ...[...STATUSES, ...LIMITS, ...CONNECTIONS, ...BODIES, ...WAYS].map((trouble) =>
    inTrouble({ ...trouble, long: !QUICK.has(trouble.name) }),
  ),
  {
    name: 'redirected to another host, with the token in hand',
    required: 'nobody else is ever asked; told that the backups could not be read',
    run: redirectedAway,
  },
  {
    name: 'a name that does not resolve',
    required: 'told that Northflank does not answer; the bot goes on',
    run: (context) => elsewhere(context, 'http://northflank.invalid'),
  },
  {
    name: 'a port where nobody listens',
    required: 'told that Northflank does not answer; the bot goes on',
    run: async (context) => elsewhere(context, `http://127.0.0.1:${await freePort()}`),
  },
  {
    name: 'TLS wanted, and something else spoken',
    required: 'told that Northflank does not answer; nothing sent in the clear',
    run: plainWhereTlsIsWanted,
  },
  ...CERTIFICATES,
  ...GAPS_IN_SURVEYS,
  {
    name: '503 to every third question, while 400 addons are read',
    required: 'at most a tenth of what is asked is tried again; told that not all could be read',
    run: fewRetries,
  },
  {
    name: '9 s for each answer, while 400 addons are read',
    required:
      'told how far it has come, and after 5 min what is known, with the number of addons that are not, and why',
    limitMs: 7 * 60_000,
    run: slowAccount,
    long: true,
  },
  {
    name: 'an outage over the due hour',
    required:
      'the digest comes once, calls nothing fresh, and tells all in the same message when the outage is over',
    run: outageOverTheDueHour,
  },
  {
    name: '200 without projects, where there were some',
    required:
      'the digest says that there is no addon and calls nothing well or mended; then again what failed, without a second reply',
    long: true,
    run: projectsGone,
  },
  {
    name: 'three bots on one Postgres, each asked for more than the hour has',
    required:
      'the 1,000 of the hour and at most ten more by each bot, then none, also by a bot that comes later; each answer is whole or says what is missing',
    limitMs: 4 * 60_000,
    run: wherePostgresIs(threeBots),
  },
  {
    name: 'three bots on one Postgres, each with digests that are due',
    required:
      'half of the hour and at most ten more by each bot; each digest comes and says what is missing',
    run: wherePostgresIs(threeDigests),
  },
  ...ADDITIONS,
  ...BY_ITSELF,
  {
    name: 'an outage that ends',
    required:
      'told while it lasts, in the end within 2 s and almost without asking; answered in full within 35 s after it',
    run: outageThatEnds,
    long: true,
  },
];

async function redirectedAway(context: CaseContext): Promise<Result> {
  let visits = 0;
  const thief = createServer((_request, response) => {
    visits += 1;
    response.end('{}');
  });
  const port = await listen(context, thief);
  const location = `http://127.0.0.1:${port}/v1/projects`;
  const asked = await startTroubled(context, ({ phase }) =>
    phase === 'request' ? answering(302, '', { location }) : PASS,
  );
  const { shown } = await asked.ask(`show ${ADDON}`);
  judge({ answer: 'told' }, shown);
  await assertUnharmed(asked.bot);
  assert.equal(visits, 0, 'the bot followed');
  return { outcome: 'held', figure: `${visits} visits elsewhere` };
}

async function elsewhere(context: CaseContext, url: string): Promise<Result> {
  const asked = await startTroubled(context, () => PASS, { northflankUrl: () => url });
  const { shown, ms } = await asked.ask(`show ${ADDON}`);
  judge({ answer: 'told' }, shown);
  await assertUnharmed(asked.bot);
  return { outcome: 'held', figure: `answered in ${inSeconds(ms)}` };
}

async function plainWhereTlsIsWanted(context: CaseContext): Promise<Result> {
  const heard: Buffer[] = [];
  const server = createTcpServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      heard.push(chunk);
      socket.end('HTTP/1.1 200 OK\r\n\r\n');
    });
  });
  const port = await listen(context, server);
  const result = await elsewhere(context, `https://127.0.0.1:${port}`);
  assert.ok(heard.length > 0, 'nobody came');
  const text = Buffer.concat(heard).toString('latin1');
  assert.doesNotMatch(text, /HTTP\/|Bearer|fake-northflank/, 'a request went out in the clear');
  return { ...result, figure: `${result.figure}, ${heard.length} greetings, no token` };
}

/** While it is known that Northflank fails, nobody waits for it. */
const SOON_MS = 2_000;

async function outageThatEnds(context: CaseContext): Promise<Result> {
  let isOver = false;
  const asked = await startTroubled(context, ({ phase }) =>
    phase === 'request' && !isOver ? answering(503) : PASS,
  );
  const told = async () => {
    const before = asked.requests.length;
    const { shown, ms } = await asked.ask(`show ${ADDON}`);
    judge({ answer: 'told' }, shown);
    return { ms, requests: asked.requests.length - before };
  };
  // Five failures in a row, of which a question has three.
  await told();
  await told();
  const [third, fourth] = [await told(), await told()];
  const probes = third.requests + fourth.requests;
  assert.ok(probes <= 1, `${probes} requests to a Northflank that fails`);
  assert.ok(Math.max(third.ms, fourth.ms) < SOON_MS, `told after ${inSeconds(third.ms)}`);
  isOver = true;
  const from = Date.now();
  for (;;) {
    const { shown } = await asked.ask(`show ${ADDON}`);
    const tookMs = Date.now() - from;
    if (/Backups of .*Customers DB/.test(shown)) {
      judge({ answer: 'whole' }, shown);
      return { outcome: 'held', figure: `whole again ${inSeconds(tookMs)} after it` };
    }
    assert.ok(tookMs < 35_000, 'still not answered in full');
  }
}

async function freePort(): Promise<number> {
  await using opened = new AsyncDisposableStack();
  return await listen({ opened }, createTcpServer());
}

async function listen({ opened }: Opened, server: Server): Promise<number> {
  const port = await listenLocally(server, 0);
  opened.defer(async () => {
    server.close();
    await once(server, 'close');
  });
  return port;
}
