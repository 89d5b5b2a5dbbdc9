import { CUT } from '../world/gate.ts';
import { answering, type HttpDeed } from '../world/http-gate.ts';

/** Slack's own no, which comes with status 200. */
export function refusing(error: string): HttpDeed {
  return answering(200, JSON.stringify({ ok: false, error }));
}

/** Slack's word to come later; absent for a 429 that does not say when. */
export function limiting(retryAfter?: string): HttpDeed {
  const header = retryAfter === undefined ? {} : { 'retry-after': retryAfter };
  return answering(429, '{"ok":false,"error":"ratelimited"}', header);
}

/** Nothing is ever answered, and the connection stays. */
export const SILENCE: HttpDeed = { do: 'silence' };

/** The blocks in a form or in JSON that Slack is sent, as JSON; `[]` where there are none. */
export function blocksIn(body: string): string {
  if (!body.startsWith('{')) return new URLSearchParams(body).get('blocks') ?? '[]';
  return JSON.stringify((JSON.parse(body) as { blocks?: unknown }).blocks ?? []);
}

/** An answer that tells nothing about what was done. */
interface Unclear {
  what: string;
  deed: HttpDeed;
  /** One of several on the same way through the bot: not for the short set. */
  rare: boolean;
}

/** Whatever may come from Slack, or from what stands before it, in the place of an answer. */
export const UNCLEAR: readonly Unclear[] = [
  { what: '500', deed: answering(500), rare: false },
  {
    what: '503 with a web page',
    deed: answering(503, '<html>Down</html>', { 'content-type': 'text/html' }),
    rare: true,
  },
  {
    what: 'a web page',
    deed: answering(200, '<html>Hello</html>', { 'content-type': 'text/html' }),
    rare: true,
  },
  { what: 'half a JSON', deed: answering(200, '{"ok":true,"channel":'), rare: false },
  { what: 'nothing', deed: answering(200), rare: true },
  { what: 'JSON null', deed: answering(200, 'null'), rare: true },
  { what: 'a yes that names no message', deed: answering(200, '{"ok":true}'), rare: true },
  { what: 'fatal_error', deed: refusing('fatal_error'), rare: false },
  { what: 'internal_error', deed: refusing('internal_error'), rare: true },
  { what: 'a word that nobody knows', deed: refusing('gremlins'), rare: true },
  { what: 'a cut', deed: CUT, rare: false },
];
