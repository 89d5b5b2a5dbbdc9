import { namesOf } from './slack/names.ts';
import { renderText } from './slack/render-text.ts';
import { IDS, type SlackEvent, sees } from './slack.ts';
import type { Sandbox } from './start-sandbox.ts';

/** Longest wait for an answer: the bot itself gives up on Northflank before that. */
const ANSWER_MS = 40_000;

/** What came of one typed command. */
export interface Said {
  /** What the person then has before them, as readable text; Slack's own words where the bot said nothing. */
  text: string;
  /** Whether the bot answered. */
  answered: boolean;
}

/** Types one command as the workspace's admin; a line without a slash is meant for the bot. */
export async function say(
  { slack, bot }: Pick<Sandbox, 'slack' | 'bot'>,
  line: string,
  now: () => Date,
): Promise<Said> {
  const since = slack.events().at(-1)?.seq ?? 0;
  const { name, text } = readLine(line);
  await slack.user(IDS.admin).command(name, text, { within: ANSWER_MS, until: isReaction });
  await bot.idle(AbortSignal.timeout(ANSWER_MS));
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const looks = lastLooks(slack.events(since));
  const reader = { now: now(), timeZone, nameOf: namesOf(slack.workspace) };
  const shown = looks.map((event) => renderText(event, reader));
  return {
    text: shown.length === 0 ? 'No answer came.' : shown.join('\n\n'),
    answered: looks.some((event) => !sees.notice(event)),
  };
}

function readLine(line: string): { name: string; text: string } {
  const [, name = '/backups', text = ''] = /^\s*(?:(\/\S+)\s*)?(.*?)\s*$/s.exec(line) ?? [];
  return { name, text };
}

function isReaction(event: SlackEvent): boolean {
  return sees.ack(event) || sees.notice(event);
}

/** Each message and modal as it looked last: an answer may have replaced a notice. */
function lastLooks(events: readonly SlackEvent[]): SlackEvent[] {
  const looks = new Map<string, SlackEvent>();
  for (const event of events) {
    if (sees.message(event) && 'message' in event) looks.set(event.message.ts, event);
    else if (sees.modal(event)) looks.set('modal', event);
    else if (sees.notice(event)) looks.set(`notice ${event.seq}`, event);
  }
  return [...looks.values()];
}
