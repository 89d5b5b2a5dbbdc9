import { setInterval } from 'node:timers';
import { gzipSync } from 'node:zlib';
import { CUT } from '../world/gate.ts';
import { answering, type HttpDeed } from '../world/http-gate.ts';
import { type Trouble, writing } from './trouble.ts';

const ERROR = JSON.stringify({ error: { message: 'Something broke', status: 500 } });
const PAGE = '<html><body><h1>502 Bad Gateway</h1></body></html>';
const DEEP = '['.repeat(100_000) + ']'.repeat(100_000);
const HTML = { 'content-type': 'text/html' };

function limited(retryAfter: string): ReturnType<typeof answering> {
  return answering(429, '{}', retryAfter === '' ? {} : { 'retry-after': retryAfter });
}

/** Statuses that say that something is wrong. */
export const STATUSES: readonly Trouble[] = [
  { name: '503 twice, then well', deed: answering(503, ERROR), times: 2, answer: 'whole' },
  { name: '500 on one list', deed: answering(500, ERROR), answer: 'told' },
  { name: '500 on everything', hits: 'everything', deed: answering(500, ERROR), answer: 'told' },
  { name: '502 with a web page', deed: answering(502, PAGE, HTML), answer: 'told' },
  { name: '504 without a body', deed: answering(504), answer: 'told' },
  { name: '408 once', deed: answering(408), times: 1, answer: 'whole' },
  { name: '425 once', deed: answering(425), times: 1, answer: 'whole' },
  { name: '400, not asked again', deed: answering(400, ERROR), answer: 'told', atMost: 6 },
  {
    name: '401 from the start',
    hits: 'everything',
    deed: answering(401),
    answer: 'told',
    atMost: 4,
  },
  { name: '401 in the middle of a question', deed: answering(401), answer: 'told', atMost: 6 },
  { name: '403 on one list', deed: answering(403, ERROR), answer: 'told', atMost: 6 },
  {
    name: '403 on everything',
    hits: 'everything',
    deed: answering(403),
    answer: 'told',
    atMost: 4,
  },
  { name: '404 for an addon that is gone', deed: answering(404, ERROR), answer: 'told', atMost: 6 },
  { name: '204 without content', deed: answering(204), answer: 'told' },
  { name: '418, which nobody documents', deed: answering(418), answer: 'told', atMost: 6 },
  { name: '409 with a web page', deed: answering(409, PAGE, HTML), answer: 'told' },
];

/** Every way in which a 429 can say when to come back. */
export const LIMITS: readonly Trouble[] = [
  { name: '429, Retry-After 2', deed: limited('2'), times: 1, answer: 'whole', noSoonerMs: 2_000 },
  {
    name: '429, Retry-After 1.5',
    deed: limited('1.5'),
    times: 1,
    answer: 'whole',
    noSoonerMs: 1_500,
  },
  { name: '429, Retry-After 0', deed: limited('0'), times: 1, answer: 'whole' },
  {
    name: '429, Retry-After an hour',
    deed: limited('3600'),
    answer: 'told',
    atMost: 4,
    untilLater: true,
  },
  { name: '429, Retry-After 30 years', deed: limited('999999999'), answer: 'told', atMost: 4 },
  { name: '429, Retry-After -5', deed: limited('-5'), times: 1, answer: 'whole' },
  { name: '429, Retry-After "soon"', deed: limited('soon'), times: 1, answer: 'whole' },
  {
    name: '429, Retry-After a digit string of 400',
    deed: limited('9'.repeat(400)),
    answer: 'told',
    atMost: 4,
  },
  {
    name: '429, Retry-After a date that is over',
    deed: limited('Wed, 21 Oct 2015 07:28:00 GMT'),
    times: 1,
    answer: 'whole',
  },
  {
    name: '429, Retry-After a date in 1,000 years',
    deed: limited('Fri, 21 Nov 3026 07:28:00 GMT'),
    answer: 'told',
    atMost: 4,
  },
  {
    name: '429, Retry-After a date in 2 to 3 s',
    // Such a date has no fractions of a second.
    deed: () => limited(new Date(Date.now() + 3_000).toUTCString()),
    times: 1,
    answer: 'whole',
    noSoonerMs: 2_000,
  },
  { name: '429 without a word', deed: limited(''), times: 1, answer: 'whole' },
  { name: '429 for ever', hits: 'everything', deed: limited(''), answer: 'told' },
  {
    name: '429 with a reset in 2 s',
    deed: answering(429, '{}', { 'x-ratelimit-reset': '2', 'x-ratelimit-remaining': '0' }),
    times: 1,
    answer: 'whole',
    noSoonerMs: 2_000,
  },
  {
    name: '429 with Retry-After 1 and a reset in 3 s',
    deed: answering(429, '{}', {
      'retry-after': '1',
      'x-ratelimit-reset': '3',
      'x-ratelimit-remaining': '0',
    }),
    times: 1,
    answer: 'whole',
    noSoonerMs: 3_000,
  },
  {
    name: '503, Retry-After 2',
    deed: answering(503, ERROR, { 'retry-after': '2' }),
    times: 1,
    answer: 'whole',
    noSoonerMs: 2_000,
  },
];

/** Connections that end, or do not. */
export const CONNECTIONS: readonly Trouble[] = [
  { name: 'cut as soon as it stands, once', at: 'connect', deed: CUT, times: 1, answer: 'whole' },
  { name: 'cut as soon as it stands', at: 'connect', deed: CUT, answer: 'told' },
  { name: 'cut once the request is there, once', deed: CUT, times: 1, answer: 'whole' },
  { name: 'cut once the request is there', deed: CUT, answer: 'told' },
  { name: 'cut in half an answer, once', at: 'half-answer', deed: CUT, times: 1, answer: 'whole' },
  { name: 'cut in half an answer', at: 'half-answer', deed: CUT, answer: 'told' },
  { name: 'half-open: nothing ever comes', deed: { do: 'silence' }, answer: 'told', long: true },
  {
    name: 'half an answer, then silence',
    at: 'half-answer',
    deed: { do: 'silence' },
    answer: 'told',
    long: true,
  },
  {
    name: 'a byte a second',
    deed: writing((response) => {
      const drip = setInterval(() => response.write(' '), 1_000);
      response.once('close', () => clearInterval(drip));
    }),
    answer: 'told',
    long: true,
  },
];

/** Answers of 200 that are none. */
export const BODIES: readonly Trouble[] = [
  { name: 'an empty answer', deed: answering(200), answer: 'told' },
  { name: 'a web page', deed: answering(200, PAGE, HTML), answer: 'told' },
  { name: 'half a JSON', deed: answering(200, '{"data":{"backups":[{"id":'), answer: 'told' },
  { name: 'JSON null', deed: answering(200, 'null'), answer: 'told' },
  { name: 'a list of what are no rows', deed: answering(200, '[7,null,"x"]'), answer: 'told' },
  { name: 'data that is a text', deed: answering(200, '{"data":"none"}'), answer: 'told' },
  { name: 'data without its list', deed: answering(200, '{"data":{}}'), answer: 'told' },
  {
    name: 'a list that is an object',
    deed: answering(200, '{"data":{"backups":{}},"pagination":{}}'),
    answer: 'told',
  },
  {
    name: 'a row that is 100,000 lists deep',
    deed: answering(200, `{"data":{"backups":[${DEEP}]},"pagination":{}}`),
    answer: 'told',
  },
  {
    name: 'bytes that are no text',
    deed: writing((response) => response.end(Buffer.alloc(4_096, 0xfe))),
    answer: 'told',
  },
  {
    name: '6 MB, all good but for its size',
    at: 'done',
    deed: (_nth, { answer }) =>
      answering(200, `${answer.slice(0, -1)},"more":"${'x'.repeat(6_000_000)}"}`),
    answer: 'told',
  },
  {
    name: 'an answer without end',
    deed: writing((response) => {
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
      };
      response.on('drain', more).on('error', () => undefined);
      more();
    }),
    answer: 'told',
    withinMs: 5_000,
  },
  {
    name: 'an encoding that was not asked for',
    deed: writing((response) => response.end(gzipSync('{"data":{"backups":[]}}')), {
      'content-encoding': 'gzip',
    }),
    answer: 'told',
  },
  {
    name: 'a status that nobody knows',
    deed: answering(
      200,
      JSON.stringify({
        data: {
          backups: [
            { id: 'a', status: 'verifying', createdAt: '2026-11-21T02:30:00Z', config: {} },
          ],
        },
        pagination: { hasNextPage: false, count: 1 },
      }),
    ),
    answer: 'told',
  },
  {
    name: 'rows without what a row needs',
    deed: answering(
      200,
      JSON.stringify({
        data: { backups: [{ id: 'a' }, { status: 'completed' }, 7] },
        pagination: { hasNextPage: false, count: 3 },
      }),
    ),
    answer: 'told',
  },
];

/** A page of so many good rows that announces another one. */
function pageBefore(cursor: string, count: number): HttpDeed {
  const backups = Array.from({ length: count }, (_, index) => ({
    id: `run-${index}`,
    status: 'completed',
    createdAt: new Date(Date.now() - (index + 1) * 3_600_000).toISOString(),
    config: {},
  }));
  const pagination = { hasNextPage: true, cursor, count };
  return answering(200, JSON.stringify({ data: { backups }, pagination }));
}

/** Pages that never end or break off, and ways that lead elsewhere. */
export const WAYS: readonly Trouble[] = [
  {
    name: 'a first page, and 500 for the second',
    deed: (nth) => (nth === 1 ? pageBefore('b', 5) : answering(500, ERROR)),
    answer: 'partly',
  },
  {
    name: 'cursors that lead in a circle',
    deed: (nth) => pageBefore(nth % 2 === 1 ? 'a' : 'b', 5),
    answer: 'partly',
    atMost: 7,
  },
  {
    name: 'ever new cursors',
    deed: (nth) => pageBefore(`c${nth}`, 5),
    answer: 'partly',
    // 250 pages of one list, and what else an answer takes.
    atMost: 254,
  },
  {
    name: 'the same cursor again and again',
    deed: pageBefore('same', 0),
    answer: 'told',
  },
  {
    name: 'a next page without a cursor',
    deed: answering(
      200,
      JSON.stringify({ data: { backups: [] }, pagination: { hasNextPage: true, count: 0 } }),
    ),
    answer: 'told',
  },
  {
    name: 'redirected to another path, where the answer is',
    deed: answering(302, '', { location: '?elsewhere' }),
    times: 1,
    answer: 'told',
    atMost: 6,
  },
  {
    name: 'redirected to itself',
    deed: answering(307, '', { location: '?again' }),
    answer: 'told',
    atMost: 6,
  },
];
