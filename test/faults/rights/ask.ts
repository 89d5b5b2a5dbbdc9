import assert from 'node:assert/strict';
import { IDS, type SlackEvent } from '../../../sandbox/slack.ts';
import { ACTION } from '../../../src/slack/ids.ts';
import type { CaseContext } from '../case.ts';
import { type BotProcess, startBotProcess } from '../world/bot.ts';
import { createClock } from '../world/clock.ts';
import { temporaryFolder } from '../world/databases.ts';
import { type Interfere, PASS } from '../world/gate.ts';
import type { HttpDeed } from '../world/http-gate.ts';
import { startFaultyNorthflank } from '../world/northflank.ts';
import { type FaultySlack, startFaultySlack } from '../world/slack.ts';
import { METADATA, type Way } from './acts.ts';
import { type Effects, readEffects } from './effects.ts';
import { type Asker, addDeactivated, type Surface } from './people.ts';

/** What came of asking. `said` is the refusal, or what was shown. */
export interface Answer {
  kind: 'granted' | 'refused' | 'turned away';
  said: string;
}

/** A bot at whose door anybody can stand. */
export interface Counter {
  bot: BotProcess;
  slack: FaultySlack;
  databaseUrl: string;
  /**
   * Sends what Slack would send, and waits for what comes of it.
   *
   * @throws where it was not granted and something has changed all the same.
   */
  ask: (asker: Asker, way: Way, shows: RegExp) => Promise<Answer>;
  /** What has come of all acts so far. */
  effects: () => Effects;
  /** @throws where something has changed since the first of the acts that were last refused in a row. */
  assertUnchanged: () => void;
}

const ANSWER_LIMIT_MS = 40_000;

/** Said while the work goes on. */
const WAITING =
  /(Reading|Asking|Changing|Turning|Waking|Adding|Saving|Looking|Checking|Examining)[^"]*…/;
const REFUSED =
  /This needs the role \*\w+\*, which you do not have\.[^"\n]*|Slack did not say which groups you belong to[^"\n]*/;

/** Starts a bot with one operator and one admin, and a digest that is not due. */
export async function openCounter(
  context: CaseContext,
  environment: Readonly<Record<string, string>> = {},
  interfere: Interfere<HttpDeed> = () => PASS,
): Promise<Counter> {
  const clock = createClock();
  const slack = await startFaultySlack(context, { clock, interfere });
  addDeactivated(slack);
  const writes: string[] = [];
  const northflank = await startFaultyNorthflank(context, {
    clock,
    interfere: ({ phase, call }) => {
      if (phase === 'headers' && !call.startsWith('GET ')) writes.push(call);
      return PASS;
    },
  });
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
  const effects = () => readEffects({ databaseUrl, slack, writes });
  let count = 0;
  // As it was before the first refusal in a row, so that what comes of one only later is seen too.
  let before: Effects | undefined;
  const assertUnchanged = (last = 'the last who was refused'): void => {
    if (before !== undefined)
      assert.deepEqual(effects(), before, `something came of what was refused, up to ${last}`);
  };
  return {
    bot,
    slack,
    databaseUrl,
    effects,
    assertUnchanged,
    ask: async (asker, way, shows) => {
      count += 1;
      before ??= effects();
      const answer = await ask({ slack, bot, nth: count }, asker, way, shows);
      if (answer.kind === 'granted') before = undefined;
      else assertUnchanged(`${asker.name} by ${way.surface}`);
      return answer;
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
      return REFUSED.test(said) ? isMessage(event) || isTab(event) : shows.test(said);
    },
    asker.turnedAwayAt.includes(way.surface) ? 1_000 : ANSWER_LIMIT_MS,
    before.seq,
  );
  void slack.deliver(KINDS[way.surface] ?? 'interactive', payloadOf(asker, way, mark));
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

function isTab(event: SlackEvent): boolean {
  return event.type === 'api' && event.method === 'views.publish';
}

/** What Slack sends otherwise than as an interaction. */
const KINDS: Readonly<Partial<Record<Surface, 'slash_commands' | 'events_api'>>> = {
  command: 'slash_commands',
  tab: 'events_api',
};

function payloadOf(asker: Asker, way: Way, mark: string): Record<string, unknown> {
  const { userId, teamId } = asker;
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
  if (way.surface === 'tab') {
    return {
      type: 'event_callback',
      team_id: teamId,
      api_app_id: IDS.app,
      event_id: mark,
      event: { type: 'app_home_opened', user: userId, tab: 'home', event_ts: '1.2' },
    };
  }
  const who = originOf(asker, mark);
  if (way.surface === 'form') {
    const view = viewOf('modal', mark, way.callbackId, way.state, way.metadata);
    return { type: 'view_submission', ...who, view };
  }
  const action = {
    action_id: way.actionId,
    block_id: 'b',
    action_ts: mark,
    ...(MENUS.has(way.actionId)
      ? { type: 'external_select', selected_option: { value: way.value } }
      : { type: 'button', value: way.value }),
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

/** What is chosen from and not pressed. */
const MENUS: ReadonlySet<string> = new Set([
  ACTION.addonMenu,
  ACTION.pickAddon,
  ACTION.digestScope,
]);

/** Where an interaction comes from, as Slack says it. */
export function originOf({ userId, teamId, homeTeamId }: Asker, mark: string) {
  return {
    team: { id: teamId },
    user: { id: userId, team_id: homeTeamId },
    api_app_id: IDS.app,
    enterprise: null,
    trigger_id: mark,
  };
}

/** A view as Slack sends it back: the settings of a digest unless it is a form of its own. */
export function viewOf(
  type: 'modal' | 'home',
  id: string,
  callbackId: string,
  state: unknown,
  metadata: string = METADATA,
) {
  return {
    id,
    type,
    hash: id,
    callback_id: callbackId,
    private_metadata: metadata,
    state,
    blocks: [],
    team_id: IDS.team,
  };
}
