import { setTimeout as sleep } from 'node:timers/promises';
import * as fc from 'fast-check';
import type { CaseContext } from '../case.ts';
import type { Asked } from '../world/asked.ts';
import { connections, type SocketTrouble } from './socket-trouble.ts';

/** Nothing is lost by a frame that means nothing. */
const AT_ONCE_MS = 6_000;
/** The wait before the next connection is a second, and grows with each that did not last. */
const RECONNECTED_MS = 15_000;

function sending(...frames: readonly (string | Buffer)[]): SocketTrouble['does'] {
  return ({ slack }) =>
    slack.socket.meddle((socket) => {
      for (const frame of frames) socket.send(frame);
    });
}

function binaryFrame({ seed }: CaseContext): Buffer {
  const bytes = fc.uint8Array({ minLength: 4_096, maxLength: 4_096 });
  return Buffer.concat(fc.sample(bytes, { numRuns: 1, seed }));
}

const DEEP = '['.repeat(100_000) + ']'.repeat(100_000);
const HUGE = JSON.stringify({ type: 'gremlin', payload: 'x'.repeat(5_000_000) });

/** Frames that Slack never sent yet. */
const FRAMES: readonly Omit<SocketTrouble, 'withinMs' | 'connection'>[] = [
  {
    name: 'a binary frame',
    does: (asked, context) => sending(binaryFrame(context))(asked, context),
  },
  { name: 'frames that are no JSON', does: sending('', 'hello', '{', '\u0000') },
  { name: 'JSON that is no object', does: sending('null', '7', '"x"', '[]', 'true'), long: true },
  { name: 'an unknown type', does: sending('{"type":"gremlin"}', '{"type":7}', '{}'), long: true },
  {
    name: 'envelopes without an id',
    does: sending(
      '{"type":"slash_commands","payload":{}}',
      '{"type":"interactive","payload":{"type":"block_actions"}}',
      '{"type":"events_api","payload":{"event":{}}}',
    ),
  },
  {
    name: 'envelopes without what they are about',
    does: sending(
      '{"type":"slash_commands","envelope_id":"a"}',
      '{"type":"interactive","envelope_id":"b","payload":null}',
      '{"type":"events_api","envelope_id":"c"}',
      '{"type":"events_api","envelope_id":"d","payload":{"event":null}}',
      '{"type":["x"],"envelope_id":{},"payload":"x"}',
    ),
  },
  { name: 'a frame of 5 MB', does: sending(HUGE), long: true },
  {
    name: 'JSON 100,000 deep',
    does: sending(
      DEEP,
      `{"type":"gremlin","payload":${DEEP}}`,
      `{"type":"slash_commands","envelope_id":"deep","payload":{"text":${DEEP}}}`,
      `{"type":"interactive","envelope_id":"deeper","payload":{"type":"block_actions","actions":${DEEP}}}`,
    ),
    long: true,
  },
  { name: 'a second greeting', does: sending('{"type":"hello"}'), long: true },
  {
    name: '1,000 odd frames at once',
    does: sending(...Array.from({ length: 1_000 }, () => '{"type":"events_api"}')),
  },
];

/** Connections that end. */
const ENDS: readonly Omit<SocketTrouble, 'withinMs' | 'connection'>[] = [
  { name: 'cut without a word', does: ({ slack }) => slack.socket.cut(), long: false },
  {
    name: 'closed with code 1011',
    does: ({ slack }) => slack.socket.meddle((socket) => socket.close(1011)),
    long: true,
  },
  {
    name: 'text that is no UTF-8',
    does: ({ slack }) =>
      slack.socket.meddle((socket) => socket.send(Buffer.of(0xff, 0xfe), { binary: false })),
    long: true,
  },
  ...(['warning', 'refresh_requested', 'link_disabled'] as const).map((reason) => ({
    name: `disconnect: ${reason}`,
    does: ({ slack }: Asked) => slack.socket.requestDisconnect(reason),
    long: reason !== 'refresh_requested',
  })),
  { name: 'silent, not even a ping', does: ({ slack }) => slack.socket.silence(), long: false },
];

/** What takes the bot its own longer waits. */
const PATIENT: readonly Omit<SocketTrouble, 'connection'>[] = [
  {
    name: 'cut twenty times, each time as soon as it stands',
    does: async (asked) => {
      for (let count = 1; count <= 20; count += 1) {
        await connections(asked, count, AbortSignal.timeout(600_000));
        asked.slack.socket.cut();
      }
    },
    withinMs: 45_000,
    long: true,
    limitMs: 900_000,
  },
  {
    name: 'no greeting on the next two connections',
    does: async (asked) => {
      const { socket } = asked.slack;
      socket.greets = false;
      socket.cut();
      await connections(asked, 3, AbortSignal.timeout(90_000));
      socket.greets = true;
    },
    withinMs: 45_000,
    long: true,
    limitMs: 240_000,
  },
  {
    name: 'the token is revoked, the socket cut, and the token given back after 5 s',
    does: async ({ slack }) => {
      slack.set({ tokenRevoked: true });
      slack.socket.cut();
      await sleep(5_000);
      slack.set({ tokenRevoked: false });
    },
    withinMs: 30_000,
    long: true,
  },
];

/** Everything that is done to a connection. */
export const SOCKET_TROUBLES: readonly SocketTrouble[] = [
  ...FRAMES.map((own) => ({ ...own, withinMs: AT_ONCE_MS, connection: 'same' as const })),
  ...ENDS.map((own) => ({ ...own, withinMs: RECONNECTED_MS, connection: 'new' as const })),
  ...PATIENT.map((own) => ({ ...own, connection: 'new' as const })),
];
