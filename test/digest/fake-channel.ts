import type {
  Look,
  LookAnswer,
  Post,
  PostAnswer,
  RemoveMessage,
  UpdateMessage,
} from '../../src/domain/digests/posting.ts';
import type { FakeTime } from './fake-time.ts';

/** A message in the channel. */
export interface FakeMessage {
  ts: string;
  key: string;
  text: string;
  blocks: readonly object[];
  threadTs: string | undefined;
  /** When history first shows it. */
  shownAt: number;
}

/**
 * What becomes of one post. `answer`: this, and the channel stays as it is. `taken`: it arrives after
 * `afterMs`, and the answer is lost, which shows after 15 s. `lost`: it never arrives, and no answer comes.
 */
export type Fate =
  | { kind: 'ok'; afterMs?: number }
  | { kind: 'taken'; afterMs?: number }
  | { kind: 'lost' }
  | { kind: 'answer'; answer: PostAnswer };

/** A channel of a Slack that can misbehave in every known way. */
export interface FakeChannel {
  post: Post;
  look: Look;
  remove: RemoveMessage;
  update: UpdateMessage;
  /** What people see, oldest first. */
  messages: FakeMessage[];
  /** Fates of the next posts, first one first; after them everything goes well. */
  fates: Fate[];
  /** Answers of the next looks, first one first; after them history is read. */
  looks: LookAnswer[];
  /** How long history hides a new message. */
  lagMs: number;
  posts: number;
  /** Fates of the next edits, as with posts. */
  updateFates: Fate[];
  updates: number;
}

const TIMEOUT_MS = 15_000;

/** Creates an empty channel. */
export function createFakeChannel(time: FakeTime): FakeChannel {
  let count = 0;
  const channel: FakeChannel = {
    messages: [],
    fates: [],
    looks: [],
    lagMs: 0,
    posts: 0,
    updateFates: [],
    updates: 0,
    update: async ({ ts, text, blocks }) => {
      channel.updates += 1;
      const fate = channel.updateFates.shift() ?? { kind: 'ok' };
      if (fate.kind === 'answer') return fate.answer;
      const message = channel.messages.find((each) => each.ts === ts);
      if (message === undefined) return { kind: 'refused', code: 'message_not_found' };
      if (fate.kind !== 'lost') Object.assign(message, { text, blocks });
      if (fate.kind === 'ok') return { kind: 'ok', ts };
      await time.delay(TIMEOUT_MS);
      return { kind: 'no-answer', reason: 'No answer within 15 s' };
    },
    post: async ({ key, text, blocks, threadTs }) => {
      channel.posts += 1;
      const fate = channel.fates.shift() ?? { kind: 'ok' };
      if (fate.kind === 'answer') return fate.answer;
      if (fate.kind === 'lost') {
        await time.delay(TIMEOUT_MS);
        return { kind: 'no-answer', reason: 'No answer within 15 s' };
      }
      const arrival = arrive({ key, text, blocks, threadTs }, fate.afterMs ?? 0);
      if (fate.kind === 'ok') return { kind: 'ok', ts: await arrival };
      await time.delay(TIMEOUT_MS);
      return { kind: 'no-answer', reason: 'No answer within 15 s' };
    },
    look: ({ key, threadTs, since, until, reached }) => {
      const answer = channel.looks.shift();
      if (answer !== undefined) return Promise.resolve(answer);
      const found = channel.messages.filter(
        (message) =>
          message.key === key &&
          message.threadTs === threadTs &&
          message.shownAt <= time.now().getTime() &&
          Number(message.ts) * 1000 >= since.getTime() &&
          Number(message.ts) * 1000 <= until.getTime(),
      );
      const ts = [...(reached?.ts ?? []), ...found.map((message) => message.ts).toReversed()];
      return Promise.resolve({ kind: 'read', ts });
    },
    remove: (_channelId, ts) => {
      channel.messages = channel.messages.filter((message) => message.ts !== ts);
      return Promise.resolve(true);
    },
  };

  async function arrive(
    message: Omit<FakeMessage, 'ts' | 'shownAt'>,
    afterMs: number,
  ): Promise<string> {
    if (afterMs > 0) await time.delay(afterMs);
    count += 1;
    const now = time.now().getTime();
    const ts = `${Math.floor(now / 1000)}.${String(count).padStart(6, '0')}`;
    channel.messages.push({ ...message, ts, shownAt: now + channel.lagMs });
    return ts;
  }

  return channel;
}
