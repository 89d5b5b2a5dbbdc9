import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  HTTPModuleFunctions,
  HTTPReceiver,
  isRawBodyError,
  type Receiver,
  type ReceiverProcessEventErrorHandlerArgs,
} from '@slack/bolt';
import type { Clock } from '../../domain/clock.ts';
import { isRecord } from '../../domain/json.ts';
import type { Log } from '../../domain/log.ts';
import type { SlackLogger } from './slack-logger.ts';

/** Where Slack sends everything in HTTP mode. */
export const SLACK_PATH = '/slack/events';

/** Slack's own tolerance for a request's age; Bolt checks only the past, we check both sides. */
const MAX_SKEW_SECONDS = 5 * 60;
const FORM = 'application/x-www-form-urlencoded';
/** No payload of Slack's comes near it. */
export const BODY_LIMIT_BYTES = 1_000_000;

/** A Bolt receiver that is handed its requests by our own HTTP server. */
export interface HttpReceiver extends Receiver {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

/** A request that is answered with a status and goes no further. */
interface Refusal {
  status: number;
  /** In words for the log. */
  reason: string;
}

/** Checks and takes what Slack posts; the signature is checked before anything is parsed. */
export function createHttpReceiver(options: {
  signingSecret: string;
  logger: SlackLogger;
  log: Log;
  now: Clock;
}): HttpReceiver {
  const { log, now, signingSecret } = options;
  const receiver = new HTTPReceiver({
    signingSecret,
    endpoints: SLACK_PATH,
    logger: options.logger,
    processEventErrorHandler: (failed) => refuseUnreadable(failed, log),
  });

  return {
    init: (app) => receiver.init(app),
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
    handle: async (request, response) => {
      // Bolt throws on anything else, and where no one catches that, the process ends.
      if (request.method !== 'POST') {
        response.writeHead(405, { allow: 'POST' }).end();
        return;
      }
      // Bolt knows only the bare type; proxies append a charset.
      if (request.headers['content-type']?.startsWith(`${FORM};`)) {
        request.headers['content-type'] = FORM;
      }
      const refusal = await findRefusal(request, signingSecret, now());
      if (refusal === undefined) {
        receiver.requestListener(request, response);
        return;
      }
      refuse(response, refusal, log);
    },
  };
}

/**
 * Refuses a body in which Bolt did not find what it looks for. Nothing else comes here before an answer:
 * what a listener throws goes to the app's own handler.
 *
 * @returns whether it is answered with that.
 */
async function refuseUnreadable(
  failed: ReceiverProcessEventErrorHandlerArgs,
  log: Log,
): Promise<boolean> {
  const { response } = failed;
  if (response.headersSent) return HTTPModuleFunctions.defaultProcessEventErrorHandler(failed);
  refuse(response, { status: 400, reason: 'body is none of the payloads that Bolt reads' }, log);
  return true;
}

function refuse(response: ServerResponse, { status, reason }: Refusal, log: Log): void {
  log.warn('slack_request_refused', { message: reason });
  response.writeHead(status).end();
}

/** Reads the body, which Bolt then finds on the request. */
async function findRefusal(
  request: IncomingMessage,
  signingSecret: string,
  now: Date,
): Promise<Refusal | undefined> {
  if (isFromTheFuture(request, now)) return { status: 401, reason: 'timestamp lies in the future' };
  try {
    const options = { signingSecret, bodyLimit: BODY_LIMIT_BYTES };
    const verified = await HTTPModuleFunctions.parseAndVerifyHTTPRequest(options, request);
    // Bolt looks for fields in whatever it parsed: of `null` it gives no answer at all.
    return isRecord(HTTPModuleFunctions.parseHTTPRequestBody(verified))
      ? undefined
      : { status: 400, reason: 'body is no object' };
  } catch (error) {
    if (error instanceof SyntaxError) return { status: 400, reason: 'body is no JSON' };
    if (!isRawBodyError(error))
      return { status: 401, reason: 'signature is missing, old or wrong' };
    return { status: error.statusCode, reason: 'body is too large or was cut' };
  }
}

function isFromTheFuture(request: IncomingMessage, now: Date): boolean {
  const sentAt = Number(request.headers['x-slack-request-timestamp']);
  return sentAt - now.getTime() / 1000 > MAX_SKEW_SECONDS;
}
