import type { Diagnosis } from '../domain/diagnosis.ts';
import { formatList } from '../domain/format.ts';
import type { SlackAnswer, SlackSelf } from '../domain/slack-questions.ts';
import { SCOPES } from './scopes.ts';

/** How the bot is reached by Slack, as far as that can be checked. */
export type SlackWay =
  /** By Socket Mode, with what came of asking for it. */
  | { kind: 'socket'; canConnect: SlackAnswer<undefined> }
  /** By HTTP, which shows only when Slack calls. */
  | { kind: 'http' };

/** Judges the bot's token and its scopes. */
export function checkBotToken(self: SlackAnswer<SlackSelf>): Diagnosis[] {
  const subject = 'Slack bot token';
  if (self.kind !== 'answer') return [tokenTrouble(subject, self, REINSTALL), UNASKED];
  const { workspace, botName, scopes } = self.value;
  const fact = `it is ${botName || 'a bot'} of the workspace ${workspace || 'that made it'}.`;
  return [{ health: 'ok', subject, fact }, checkScopes(scopes)];
}

const REINSTALL = 'Install the app again and copy its bot token (xoxb-…) into SLACK_BOT_TOKEN.';

const UNASKED: Diagnosis = {
  health: 'not-known',
  subject: 'Slack scopes',
  fact: 'Slack tells them only of a token that it takes.',
};

function checkScopes(granted: readonly string[] | undefined): Diagnosis {
  const subject = 'Slack scopes';
  if (granted === undefined) {
    const mend = 'Compare OAuth & Permissions of the app with manifest.json.';
    return { health: 'not-known', subject, fact: 'Slack did not say which are granted.', mend };
  }
  const missing = Object.keys(SCOPES).filter((scope) => !granted.includes(scope));
  const needed = missing.filter((scope) => SCOPES[scope]?.optional === false);
  const declined = missing.filter((scope) => SCOPES[scope]?.optional === true);
  if (needed.length > 0) {
    return {
      health: 'wrong',
      subject,
      fact: `missing: ${described(needed)}.`,
      mend: 'Bring the app’s manifest up to manifest.json and install the app again.',
    };
  }
  const fact = 'all that are needed are granted.';
  if (declined.length === 0) return { health: 'ok', subject, fact };
  return { health: 'ok', subject, fact: `${fact} Left out: ${described(declined)}.` };
}

function described(scopes: readonly string[]): string {
  return formatList(scopes.map((scope) => `${scope} (${SCOPES[scope]?.use})`));
}

/** Judges the way on which Slack reaches the bot. */
export function checkSlackWay(way: SlackWay): Diagnosis {
  if (way.kind === 'http') {
    return {
      health: 'not-known',
      subject: 'Slack signing secret',
      fact: 'it shows only when Slack calls.',
      mend: 'Type /backups help once the bot runs: an answer means that it fits.',
      unasked: true,
    };
  }
  const subject = 'Slack app token';
  const { canConnect } = way;
  if (canConnect.kind === 'answer') {
    return { health: 'ok', subject, fact: 'Socket Mode lets the bot in.' };
  }
  return tokenTrouble(
    subject,
    canConnect,
    'Make an app-level token with connections:write (xapp-…), see that Socket Mode is on, and copy it into SLACK_APP_TOKEN.',
  );
}

/** Says of a token why it cannot be called well. */
function tokenTrouble(
  subject: string,
  answer: Exclude<SlackAnswer<unknown>, { kind: 'answer' }>,
  mend: string,
): Diagnosis {
  if (answer.kind === 'refused') {
    return { health: 'wrong', subject, fact: `Slack refused it (${answer.code}).`, mend };
  }
  if (answer.kind === 'unreachable') {
    return {
      health: 'wrong',
      subject,
      fact: `Slack cannot be reached: ${answer.reason}.`,
      mend: 'See that this machine reaches Slack, and that SLACK_API_URL is right if it is set.',
    };
  }
  return {
    health: 'not-known',
    subject,
    fact: `${answer.reason}.`,
    mend: 'Check again in a minute.',
  };
}
