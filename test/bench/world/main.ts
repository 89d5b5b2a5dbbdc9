import { createServer, type RequestListener } from 'node:http';
import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { listenLocally } from '../../../sandbox/local-server.ts';
import { createAccount } from './account.ts';
import type { Question, Telling, WorldCalls, WorldWish } from './calls.ts';
import { createNorthflank } from './northflank.ts';
import { createSlack } from './slack.ts';

/** Longer than an app pauses between two requests while it works. */
const QUIET_MS = 500;

const wish = JSON.parse(process.argv[2] ?? '') as WorldWish;
const northflank = createNorthflank(createAccount(wish, new Date()), wish.northflankMs);
const slack = createSlack(wish.slackMs);
let lastAt = performance.now();

const calls: WorldCalls = {
  act: slack.act,
  requests: northflank.requests,
  digestMs: async () => (await slack.posted()) - (northflank.firstAt() ?? Number.NaN),
  quiet,
  forget: () => {
    northflank.forget();
    slack.forget();
  },
};

const route: RequestListener = (request, response) => {
  lastAt = performance.now();
  if (request.url?.startsWith('/v1/')) northflank.listener(request, response);
  else slack.handle(request, response);
};

const server = createServer({ keepAliveTimeout: 60_000 }, route);
server.on('upgrade', slack.upgrade);
const port = await listenLocally(server, 0);

process.on('message', (question: Question) => void answer(question));
// Whoever asked is gone, however it ended.
process.on('disconnect', () => process.exit());
tell({ url: `http://127.0.0.1:${port}` });

async function quiet(): Promise<void> {
  const longest = QUIET_MS + Math.max(wish.northflankMs, wish.slackMs);
  while (northflank.requests() === 0 || performance.now() - lastAt < longest) {
    await wait(QUIET_MS / 4);
  }
}

async function answer({ id, name, args }: Question): Promise<void> {
  const call = calls[name] as (...given: unknown[]) => unknown;
  try {
    tell({ id, result: await call(...args) });
  } catch (error) {
    tell({ id, error: String(error) });
  }
}

function tell(telling: Telling): void {
  process.send?.(telling);
}
