import { IDS, type SlackEvent } from '../../../sandbox/slack.ts';
import type { CaseContext } from '../case.ts';
import { type BotProcess, startBotProcess } from '../world/bot.ts';
import { createClock } from '../world/clock.ts';
import { temporaryFolder } from '../world/databases.ts';
import { PASS } from '../world/gate.ts';
import { startFaultyNorthflank } from '../world/northflank.ts';
import { type FaultySlack, startFaultySlack } from '../world/slack.ts';
import { METADATA, type Way } from './acts.ts';
import { type Asker, addDeactivated } from './people.ts';

/** What came of asking. `said` is the refusal, or what was shown. */
export interface Answer {
  kind: 'granted' | 'refused' | 'turned away';
  said: string;
}

/** A bot at whose door anybody can stand. */
export interface Counter {
  bot: BotProcess;
  databaseUrl: string;
  /** Sends what Slack would send, and waits for what comes of it. */
  ask: (asker: Asker, way: Way, shows: RegExp) => Promise<Answer>;
}

const ANSWER_LIMIT_MS = 40_000;

/** Said while the work goes on. */
const WAITING =
  /(Reading|Asking|Changing|Turning|Waking|Adding|Saving|Looking|Checking|Examining)[^"]*…/;
const REFUSED = /This needs the role \*\w+\*, which you do not have\.[^"\n]*/;

/** Starts a bot with one operator and one admin, and a digest that is not due. */
export async function openCounter(
  context: CaseContext,
  environment: Readonly<Record<string, string>> = {},
): Promise<Counter> {
  const clock = createClock();
  const slack = await startFaultySlack(context, { clock, interfere: () => PASS });
  addDeactivated(slack);
  const northflank = await startFaultyNorthflank(context, { clock, interfere: () => PASS });
  const databaseUrl = `sqlite:${temporaryFolder(context)}/backups.db`;
  const later = new Date(clock.now().getTime() + 12 * 3_600_000);
  const bot = startBotProcess(context, {
    slackApiUrl: slack.apiUrl,
    northflankUrl: northflank.url,
    databaseUrl,
    environment: {
      DIGEST_CHANNEL: IDS.backups,
      DIGEST_TIME: later.toISOString().slice(11, 16),
      ...environment,
    },
  });
  await bot.logged('started');
  await bot.logged('slack_connected');
  let count = 0;
  return {
    bot,
    databaseUrl,
    ask: (asker, way, shows) => {
      count += 1;
      return ask({ slack, bot, nth: count }, asker, way, shows);
    },
  };
}

interface Place {
  slack: FaultySlack;
  bot: BotProcess;
  nth: number;
}

async function ask(place: Place, asker: Asker, way: Way, shows: RegExp): Promise<Answer> {
  const { slack, bot, nth } = place;
  const turnedAway = () => bot.lines().filter(({ event }) => event === 'turned_away').length;
  const before = { turnedAway: turnedAway(), seq: slack.events().at(-1)?.seq ?? 0 };
  const mark = `${asker.userId}x${nth}`;
  const meant = (event: SlackEvent): string | undefined => {
    if (event.type !== 'api' || event.seq <= before.seq) return undefined;
    const { channel, user_id: user, trigger_id: trigger, view_id: view } = event.arguments;
    const isTheirs =
      channel === asker.userId || user === asker.userId || [trigger, view].includes(mark);
    const said = JSON.stringify(event.arguments);
    return isTheirs && !WAITING.test(said) ? said : undefined;
  };
  const heard = slack.waitFor(
    (event) => {
      const said = meant(event);
      if (said === undefined) return false;
      // A refusal in a view that nobody has open is said again in a message, which ends it.
      return REFUSED.test(said) ? isMessage(event) : shows.test(said);
    },
    asker.turnedAwayAt.includes(way.surface) ? 1_000 : ANSWER_LIMIT_MS,
    before.seq,
  );
  const kind = way.surface === 'command' ? 'slash_commands' : 'interactive';
  void slack.deliver(kind, payloadOf(asker, way, mark));
  try {
    const said = meant(await heard) ?? '';
    const refusal = REFUSED.exec(said)?.[0];
    return refusal === undefined ? { kind: 'granted', said } : { kind: 'refused', said: refusal };
  } catch (error) {
    if (turnedAway() > before.turnedAway) return { kind: 'turned away', said: '' };
    const seen = slack.events(before.seq).map(meant).filter(Boolean).join('\n').slice(0, 600);
    throw new Error(`${asker.name} at ${way.surface} got nothing expected: ${seen}`, {
      cause: error,
    });
  }
}

function isMessage(event: SlackEvent): boolean {
  return event.type === 'api' && event.method === 'chat.postMessage';
}

function payloadOf(asker: Asker, way: Way, mark: string): Record<string, unknown> {
  const { userId, teamId, homeTeamId } = asker;
  if (way.surface === 'command') {
    return {
      team_id: teamId,
      channel_id: IDS.backups,
      channel_name: 'backups',
      user_id: userId,
      command: '/backups',
      text: way.text,
      api_app_id: IDS.app,
      trigger_id: mark,
    };
  }
  const who = {
    team: { id: teamId },
    user: { id: userId, team_id: homeTeamId },
    api_app_id: IDS.app,
    enterprise: null,
    trigger_id: mark,
  };
  if (way.surface === 'form') {
    const view = viewOf('modal', mark, way.callbackId, way.state);
    return { type: 'view_submission', ...who, view };
  }
  const action = {
    type: 'button',
    action_id: way.actionId,
    block_id: 'b',
    value: way.value,
    action_ts: mark,
  };
  const clicked = { type: 'block_actions', ...who, actions: [action] };
  if (way.surface === 'message') {
    return {
      ...clicked,
      container: { type: 'message', message_ts: mark, channel_id: IDS.backups },
      channel: { id: IDS.backups, name: 'backups' },
    };
  }
  const view = viewOf(way.surface, mark, 'digest_settings', { values: {} });
  return { ...clicked, container: { type: 'view', view_id: mark }, view };
}

function viewOf(type: 'modal' | 'home', id: string, callbackId: string, state: unknown) {
  return {
    id,
    type,
    hash: id,
    callback_id: callbackId,
    private_metadata: METADATA,
    state,
    blocks: [],
    team_id: IDS.team,
  };
}
