import type { ServerResponse } from 'node:http';
import type { SandboxSlack, SlackEvent } from '../../slack.ts';
import type { Update } from '../wire.ts';
import { wireMessage, wireView } from './snapshot.ts';

/** A browser tab that listens. */
interface Listener {
  userId: string;
  response: ServerResponse;
}

/** The tabs that listen, each told what its person sees. */
export class Streams {
  readonly #listeners = new Set<Listener>();

  get size(): number {
    return this.#listeners.size;
  }

  /** Opens a stream of server-sent events; its first is `first`. */
  open(response: ServerResponse, userId: string, first: Update): void {
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    const listener = { userId, response };
    write(listener, first);
    this.#listeners.add(listener);
    response.on('close', () => this.#listeners.delete(listener));
  }

  /** Tells everybody. */
  broadcast(update: Update): void {
    for (const listener of this.#listeners) write(listener, update);
  }

  /** Tells each of an event what they see of it. */
  pass(slack: SandboxSlack, event: SlackEvent): void {
    for (const listener of this.#listeners) {
      const update = updateFor(slack, listener.userId, event);
      if (update !== undefined) write(listener, update);
    }
  }

  close(): void {
    for (const { response } of this.#listeners) response.end();
    this.#listeners.clear();
  }
}

function updateFor(slack: SandboxSlack, userId: string, event: SlackEvent): Update | undefined {
  switch (event.type) {
    case 'message':
    case 'ephemeral': {
      if (event.user !== undefined && event.user !== userId) return undefined;
      const { change, message } = event;
      const isIn = slack.workspace.channels.get(message.channel)?.members.has(userId) === true;
      return isIn ? { type: 'message', change, message: wireMessage(message) } : undefined;
    }
    case 'modal':
      if (event.user !== userId) return undefined;
      return { type: 'modal', views: slack.user(userId).modal.map(wireView) };
    case 'home':
      return event.user === userId ? { type: 'home', view: wireView(event.view) } : undefined;
    case 'notice': {
      if (event.user !== userId) return undefined;
      const { channel, error, text, at } = event;
      return { type: 'notice', channel, error, text, at: at.getTime() };
    }
    case 'sent':
    case 'ack':
    case 'api':
    case 'connection':
      return undefined;
    default:
      return event satisfies never;
  }
}

function write({ response }: Listener, update: Update): void {
  response.write(`data: ${JSON.stringify(update)}\n\n`);
}
