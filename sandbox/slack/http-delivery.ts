import { createHmac } from 'node:crypto';
import type { Envelope, Reply, Transport } from './deliveries.ts';
import { type Json, jsonOf, parseJson } from './json.ts';

/** An app in HTTP mode. */
export interface HttpTarget {
  /** Where the app listens, such as `http://127.0.0.1:3000/slack/events`. */
  url: string;
  signingSecret: string;
  /** Stands in the signature; the app refuses requests older than five minutes. */
  now: () => Date;
}

/** Delivers envelopes as the signed requests of HTTP mode; the body of a 200 is the acknowledgement. */
export function httpDelivery(target: HttpTarget): Transport {
  return {
    deliver(envelope, onReply) {
      void post(target, envelope).then(onReply);
    },
  };
}

/** The headers that prove a request to come from Slack. @see https://docs.slack.dev/authentication/verifying-requests-from-slack */
export function signatureHeaders(
  body: string,
  { signingSecret, now }: Pick<HttpTarget, 'signingSecret' | 'now'>,
): Record<string, string> {
  const timestamp = String(Math.floor(now().getTime() / 1000));
  const digest = createHmac('sha256', signingSecret)
    .update(`v0:${timestamp}:${body}`)
    .digest('hex');
  return { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${digest}` };
}

async function post(target: HttpTarget, envelope: Envelope): Promise<Reply> {
  const { body, contentType } = encode(envelope);
  try {
    const response = await fetch(target.url, {
      method: 'POST',
      redirect: 'error',
      headers: {
        'content-type': contentType,
        // A connection kept open would hold up an app that shuts down.
        connection: 'close',
        ...signatureHeaders(body, target),
        ...(envelope.retry !== undefined && {
          'x-slack-retry-num': String(envelope.retry.attempt),
          'x-slack-retry-reason': envelope.retry.reason,
        }),
      },
      body,
    });
    const text = await response.text();
    return response.status === 200
      ? { ok: true, payload: readAnswer(text) }
      : { ok: false, error: 'dispatch_failed' };
  } catch {
    return { ok: false, error: 'dispatch_failed' };
  }
}

function encode({ kind, payload }: Envelope): { body: string; contentType: string } {
  const form = 'application/x-www-form-urlencoded';
  if (kind === 'events_api') {
    return { body: JSON.stringify(payload), contentType: 'application/json' };
  }
  const fields =
    kind === 'interactive' ? { payload: JSON.stringify(payload) } : textFields(payload);
  return { body: new URLSearchParams(fields).toString(), contentType: form };
}

function textFields(payload: Json): Record<string, string> {
  return Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, String(value)]));
}

function readAnswer(text: string): Json {
  if (text === '') return {};
  const parsed = parseJson(text);
  return parsed === undefined ? { text } : jsonOf(parsed);
}
