import type { IncomingMessage, ServerResponse } from 'node:http';
import { HTTPReceiver, type Receiver } from '@slack/bolt';
import type { Clock } from '../../domain/clock.ts';
import type { Log } from '../../domain/log.ts';
import type { SlackLogger } from './slack-logger.ts';

/** Where Slack sends everything in HTTP mode. */
export const SLACK_PATH = '/slack/events';

/** Slack's own tolerance for a request's age; Bolt checks only the past, we check both sides. */
const MAX_SKEW_SECONDS = 5 * 60;
const FORM = 'application/x-www-form-urlencoded';
const BODY_LIMIT_BYTES = 1_000_000;

/** A Bolt receiver that is handed its requests by our own HTTP server. */
export interface HttpReceiver extends Receiver {
  handle(request: IncomingMessage, response: ServerResponse): void;
}

/** Checks and takes what Slack posts; the signature is checked by Bolt before anything is parsed. */
export function createHttpReceiver(options: {
  signingSecret: string;
  logger: SlackLogger;
  log: Log;
  now: Clock;
}): HttpReceiver {
  const { log, now } = options;
  const receiver = new HTTPReceiver({
    signingSecret: options.signingSecret,
    endpoints: SLACK_PATH,
    logger: options.logger,
    bodyLimit: BODY_LIMIT_BYTES,
  });

  return {
    init: (app) => receiver.init(app),
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
    handle: (request, response) => {
      // Bolt throws on anything else, and where no one catches that, the process ends.
      if (request.method !== 'POST') {
        response.writeHead(405, { allow: 'POST' }).end();
        return;
      }
      if (isFromTheFuture(request, now())) {
        log.warn('slack_request_refused', { message: 'timestamp lies in the future' });
        response.writeHead(401).end();
        return;
      }
      // Bolt knows only the bare type; proxies append a charset.
      if (request.headers['content-type']?.startsWith(`${FORM};`)) {
        request.headers['content-type'] = FORM;
      }
      receiver.requestListener(request, response);
    },
  };
}

function isFromTheFuture(request: IncomingMessage, now: Date): boolean {
  const sentAt = Number(request.headers['x-slack-request-timestamp']);
  return sentAt - now.getTime() / 1000 > MAX_SKEW_SECONDS;
}
