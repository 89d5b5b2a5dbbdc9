import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Case, CaseContext, Result } from '../case.ts';
import type { BotProcess } from '../world/bot.ts';
import { run, wherePostgresIs } from '../world/databases.ts';
import { CUT, type Interfere, PASS } from '../world/gate.ts';
import type { HttpDeed } from '../world/http-gate.ts';
import { ENCODING_NAMES, type Encoding } from './canaries.ts';
import { northflankEchoing, slackEchoing } from './echoes.ts';
import { byHttp } from './http-mode.ts';
import { addDestinations, askEverything, assertUsed, startWell, stopWell } from './living.ts';
import { passwordsInAddresses } from './passwords.ts';
import { assertNowhere, jobsOf, outputOf, placesOf, storeOf } from './places.ts';
import { refusedStarts } from './refused-starts.ts';
import type { Place } from './search.ts';
import { type Stage, type StageOptions, setStage } from './stage.ts';

const NOWHERE =
  'none of the secrets that the bot was given in any of 7 encodings in the log at debug, the store, Slack, figures, health, audit or check';
const LIMIT_MS = 4 * 60_000;
/** Long enough for one more try to connect, and its refusal. */
const RECONNECTING_MS = 3_000;

/** A day with a bot: what people do, what is done to it, and a look at everything that it left. */
async function lookAfter(
  context: CaseContext,
  options: StageOptions,
  day: (stage: Stage, bot: BotProcess) => Promise<void>,
): Promise<Result> {
  const stage = await setStage(context, options);
  const bot = await startWell(stage);
  await day(stage, bot);
  stage.deeds.northflank = undefined;
  stage.deeds.slack = undefined;
  await stage.quiet();
  const places: Place[] = [...(await placesOf(bot)), ...(await storeOf(stage.databaseUrl))];
  await stopWell(bot);
  places.push(
    ...outputOf(bot),
    ...(await storeOf(stage.databaseUrl)),
    ...(await jobsOf(stage)),
    ...stage.sent(),
  );
  return { outcome: 'held', figure: assertNowhere(stage, places) };
}

/** Everything that people do, well and with every mistake. */
async function wholeDay(context: CaseContext, store: 'sqlite' | 'postgres'): Promise<Result> {
  return await lookAfter(context, { store }, async (stage) => {
    await askEverything(stage);
    await addDestinations(stage);
    assertUsed(stage, 'northflankToken', 'typedKeys', 'keptKeys', 'heartbeats');
  });
}

function onSqlite(name: string, play: (context: CaseContext) => Promise<Result>): Case {
  return { name, required: NOWHERE, limitMs: LIMIT_MS, run: play };
}

function onPostgres(name: string, play: (context: CaseContext) => Promise<Result>): Case {
  return {
    ...onSqlite(name, play),
    run: wherePostgresIs(play),
  };
}

const FEW = [
  'status',
  'show shop-prod/orders-db',
  'destinations',
  'destination cold-storage',
  'digest now',
];

/** Where everything fails, nothing is asked any more after a while, and no key would get out at all. */
function onlyAdding(interfere: Interfere<HttpDeed>): Interfere<HttpDeed> {
  return (moment) => (moment.call.startsWith('POST') ? interfere(moment) : PASS);
}

function northflankEchoes(encoding: Encoding): Case {
  return {
    name: `Northflank refuses everything and repeats the token and the keys, ${encoding}`,
    required: NOWHERE,
    limitMs: LIMIT_MS,
    long: encoding !== 'base64',
    run: (context) =>
      lookAfter(context, {}, async (stage) => {
        const { canaries, deeds } = stage;
        await askEverything(stage, ['destinations', 'show shop-prod/orders-db']);
        const echo = northflankEchoing(canaries, encoding);
        deeds.northflank = onlyAdding(echo);
        await addDestinations(stage);
        deeds.northflank = echo;
        await askEverything(stage, FEW);
        await askEverything(stage, [
          'show shop-prod/customers-db',
          'destination office-minio',
          'doctor',
        ]);
        assertUsed(stage, 'northflankToken', 'typedKeys', 'keptKeys');
      }),
  };
}

function slackEchoes(encoding: Encoding): Case {
  return {
    name: `Slack refuses everything and repeats the tokens and the keys, ${encoding}`,
    required: NOWHERE,
    limitMs: LIMIT_MS,
    long: encoding !== 'plain',
    run: (context) =>
      lookAfter(context, {}, async (stage) => {
        const { canaries, deeds, slack } = stage;
        deeds.slack = (moment) =>
          // The form opens, so that keys are typed at all.
          moment.call === 'views.open' ? PASS : echo(moment);
        const echo = slackEchoing(canaries, encoding);
        await askEverything(stage, FEW);
        await addDestinations(stage);
        slack.socket.cut();
        await sleep(RECONNECTING_MS);
        assertUsed(stage, 'typedKeys', 'keptKeys');
      }),
  };
}

/** The database's own words for every refusal hold the address that the bot connects with. */
async function databaseEchoes(context: CaseContext): Promise<Result> {
  return await lookAfter(context, { store: 'postgres' }, async (stage, bot) => {
    await askEverything(stage, FEW);
    const address = stage.databaseUrl.replaceAll("'", "''");
    await run(
      stage.databaseUrl,
      `create function tell() returns trigger language plpgsql as $$ begin
        raise exception using errcode = 'XX000', message = '${address}', detail = '${address}', hint = '${address}';
      end $$;
      create trigger tell before insert or update on acts for each row execute function tell();
      create trigger tell before insert or update on audit for each row execute function tell();
      create trigger tell before insert or update on deliveries for each row execute function tell()`,
    );
    await askEverything(stage, FEW);
    await addDestinations(stage);
    assertUsed(stage, 'northflankToken');
    const failed = bot.lines().filter(({ event }) => event === 'storage_failed');
    assert.ok(failed.length > 0, 'the database never said its address');
    await run(
      stage.databaseUrl,
      'drop trigger tell on acts; drop trigger tell on audit; drop trigger tell on deliveries',
    );
  });
}

function heartbeat(name: string, heartbeatStatus: number, long: boolean): Case {
  return {
    ...onSqlite(`the watching service ${name}`, (context) =>
      lookAfter(context, { heartbeatStatus }, async (stage) => {
        await askEverything(stage, ['help', 'doctor']);
        assertUsed(stage, 'heartbeats');
      }),
    ),
    long,
  };
}

/** Where secrets could get to. */
export const cases: readonly Case[] = [
  onSqlite('a whole day, with every mistake that people make, on SQLite', (context) =>
    wholeDay(context, 'sqlite'),
  ),
  {
    ...onPostgres('a whole day, with every mistake that people make, on Postgres', (context) =>
      wholeDay(context, 'postgres'),
    ),
    long: true,
  },
  ...ENCODING_NAMES.map(northflankEchoes),
  ...ENCODING_NAMES.map(slackEchoes),
  onPostgres('the database repeats its address in every error', databaseEchoes),
  {
    ...onSqlite('Northflank cuts every connection', (context) =>
      lookAfter(context, {}, async (stage) => {
        const cut: Interfere<HttpDeed> = ({ phase }) => (phase === 'done' ? CUT : PASS);
        stage.deeds.northflank = onlyAdding(cut);
        await addDestinations(stage);
        stage.deeds.northflank = cut;
        await askEverything(stage, FEW);
        assertUsed(stage, 'typedKeys', 'keptKeys');
      }),
    ),
    long: true,
  },
  heartbeat('answers with 500', 500, true),
  heartbeat('leads elsewhere', 302, true),
  heartbeat('cuts every connection', 0, false),
  {
    name: 'HTTP mode, with signatures that are forged, old and missing',
    required: NOWHERE,
    limitMs: LIMIT_MS,
    run: byHttp,
  },
  {
    name: 'passwords in the addresses of Slack and Northflank',
    required: 'the bot does not start, and names the variable without its value',
    run: passwordsInAddresses,
  },
  {
    name: 'every start that is refused, with secrets in the wrong variables',
    required:
      'each ends with code 1, and neither it nor --check shows any of the secrets that it was given, in any of 7 encodings',
    limitMs: LIMIT_MS,
    run: refusedStarts,
  },
];
