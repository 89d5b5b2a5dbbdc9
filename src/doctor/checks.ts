import type { Diagnosis } from '../domain/diagnosis.ts';
import type { Subscription } from '../domain/digests/subscription.ts';
import type { SlackAnswer, SlackQuestions, SlackSelf } from '../domain/slack-questions.ts';
import type { Northflank } from '../northflank/northflank.ts';
import { checkChannels } from './check-channels.ts';
import { checkClock } from './check-clock.ts';
import { checkNorthflank } from './check-northflank.ts';
import { checkRoles } from './check-roles.ts';
import { checkBotToken } from './check-slack.ts';
import { CHECK_LIMIT_MS, type Check } from './run-checks.ts';

/** Leaves time to say what was found by then. */
const NORTHFLANK_MS = CHECK_LIMIT_MS - 5_000;

/** What is asked before a bot starts and while it runs alike. */
export interface CheckParts {
  slack: SlackQuestions;
  northflank: Northflank;
  /** User and usergroup ids, as the environment lists them. */
  roles: Readonly<Record<'admins' | 'operators' | 'viewers', readonly string[]>>;
  /** Resolves to nothing where they cannot be read. */
  subscriptions: () => Promise<readonly Subscription[] | undefined>;
  /** `DIGEST_CHANNEL`. */
  digestChannel: string | undefined;
}

/** The checks that a bot before its start and a running one have in common, by what they look at. */
export function createChecks({
  slack,
  northflank,
  roles: { admins, operators, viewers },
  subscriptions,
  digestChannel,
}: CheckParts) {
  let asked: Promise<SlackAnswer<SlackSelf>> | undefined;
  const self = () => (asked ??= slack.whoAmI());
  /** Without a token that Slack takes, each question would only be refused once more. */
  const withToken = (subject: string, run: Check['run']): Check => ({
    subject,
    run: async () => ((await self()).kind === 'answer' ? await run() : [waiting(subject)]),
  });
  const tokens: Check = {
    subject: 'Slack bot token',
    run: async () => checkBotToken(await self()),
  };
  return {
    tokens,
    roles: withToken('Roles', () =>
      checkRoles({ ADMINS: admins, OPERATORS: operators, VIEWERS: viewers }, slack),
    ),
    channels: withToken('Digest channels', async () =>
      checkChannels(await subscriptions(), digestChannel, slack),
    ),
    northflank: {
      subject: 'Northflank',
      run: () => checkNorthflank(northflank, { signal: AbortSignal.timeout(NORTHFLANK_MS) }),
    } satisfies Check,
    /** To be asked last: it goes by the answers to the others. */
    clock: () => checkClock({ Slack: slack.serverTime(), Northflank: northflank.serverTime() }),
  };
}

function waiting(subject: string): Diagnosis {
  return {
    health: 'not-known',
    subject,
    fact: 'not asked, since Slack did not take the bot token.',
  };
}
