import { randomUUID } from 'node:crypto';
import type { Config } from '../config.ts';
import type { Clock } from '../domain/clock.ts';
import type { Log } from '../domain/log.ts';
import { createNorthflank } from '../northflank/create-northflank.ts';
import { createSlackClients, type SlackClients } from '../slack/connection/clients.ts';
import { createSlackLogger, type SlackLogger } from '../slack/connection/slack-logger.ts';
import { openStorage, type Storage } from '../storage/open-storage.ts';
import { createSlackLink, type SlackLink } from './slack-link.ts';

/** Everything outside the process that a bot works with. */
export interface Outside {
  storage: Storage;
  northflank: ReturnType<typeof createNorthflank>;
  clients: SlackClients;
  /** The way on which Slack reaches us; not open yet. */
  link: SlackLink;
  slackLogger: SlackLogger;
}

/**
 * Opens the store and makes what asks Northflank and Slack.
 *
 * @param opened takes what has to be closed at the end, the newest first.
 * @throws {Error} with a sentence for the operator when the store cannot be opened.
 */
export async function openOutside(
  config: Config,
  { now, log }: { now: Clock; log: Log },
  opened: AsyncDisposableStack,
): Promise<Outside> {
  const storage = await openStorage(config.databaseUrl, { now, log });
  opened.defer(() => storage.close());
  const botId = randomUUID();
  const { apiUrl: baseUrl, apiToken: token, teamId } = config.northflank;
  const northflank = createNorthflank({
    baseUrl,
    token,
    teamId,
    now,
    log: (event, fields) => log.debug(event, { ...fields }),
    sharing: {
      exchange: (report) => storage.budgetReports.exchange(botId, report),
      isOnlyBot: !storage.isShared,
    },
  });
  opened.defer(() => northflank.close());
  const slackLogger = createSlackLogger(log);
  const clients = createSlackClients(config.slack, { logger: slackLogger, log, now });
  const link = createSlackLink(config, { logger: slackLogger, log, now });
  return { storage, northflank, clients, link, slackLogger };
}
