import { type Interfere, type Moment, PASS } from '../world/gate.ts';
import { answering, type HttpDeed } from '../world/http-gate.ts';
import { SOCKET } from '../world/slack.ts';
import { type Canaries, type CanaryName, type Encoding, encode } from './canaries.ts';

/** Every form in which Northflank or whatever stands before it may word a refusal. */
const WORDINGS: readonly ((words: string) => HttpDeed)[] = [
  (words) => answering(401, JSON.stringify({ error: { message: words, id: words, status: 401 } })),
  (words) => answering(403, JSON.stringify({ message: words })),
  (words) => answering(400, JSON.stringify({ error: words, messages: [words] })),
  (words) => answering(404, JSON.stringify({ error: { message: [words], id: `e-${words}` } })),
  (words) =>
    answering(
      409,
      JSON.stringify({
        error: {
          message: words,
          details: { 'credentials.secretKey': [words], name: [words], [words]: [words] },
        },
      }),
    ),
  (words) => answering(500, `<html><h1>${words}</h1></html>`, { 'content-type': 'text/html' }),
  (words) => answering(429, JSON.stringify({ error: { message: words } })),
];

/**
 * A Northflank that refuses everything and repeats secrets as it does: of a question the token, of a
 * new destination also its keys.
 */
export function northflankEchoing(canaries: Canaries, encoding: Encoding): Interfere<HttpDeed> {
  let count = 0;
  return ({ phase, call, body }: Moment) => {
    if (phase !== 'request') return PASS;
    const known: CanaryName[] = ['Northflank API token'];
    if (call.startsWith('POST')) known.push(...keysIn(canaries, body));
    // What S3 itself says when it does not know a key, and Northflank passes on.
    else if (encoding === 'plain') known.push('typed access key');
    count += 1;
    const secret = canaries[known[count % known.length] ?? 'Northflank API token'];
    const word = WORDINGS[Math.floor(count / known.length) % WORDINGS.length];
    return word?.(`Not valid: ${encode(encoding, secret)} was refused`) ?? PASS;
  };
}

function keysIn(canaries: Canaries, body: string): CanaryName[] {
  const way = body.includes(canaries['kept access key']) ? 'kept' : 'typed';
  return [`${way} access key`, `${way} secret key`];
}

/** A Slack that refuses everything but being asked who the bot is, and repeats what it was ever given. */
export function slackEchoing(canaries: Canaries, encoding: Encoding): Interfere<HttpDeed> {
  const known: CanaryName[] = [
    'Slack bot token',
    'Slack app token',
    'typed secret key',
    'typed access key',
    'Slack signing secret',
  ];
  let count = 0;
  return ({ phase, call }: Moment) => {
    if (phase !== 'request' || call === SOCKET) return PASS;
    count += 1;
    const name = call === 'apps.connections.open' ? known[1] : known[count % known.length];
    const words = encode(encoding, canaries[name ?? 'Slack bot token']);
    if (count % 5 === 4) {
      return answering(503, `<html>${words}</html>`, { 'content-type': 'text/html' });
    }
    const refusal = {
      ok: false,
      error: count % 2 === 0 ? words : 'invalid_arguments',
      needed: words,
      provided: words,
      warning: words,
      response_metadata: { messages: [`[ERROR] ${words}`], warnings: [words] },
    };
    return answering(200, JSON.stringify(refusal));
  };
}
