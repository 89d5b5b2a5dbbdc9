import type { App } from '@slack/bolt';
import { errorFields } from '../domain/log.ts';
import type { Handlers } from './acts/handler.ts';
import { referenceOf } from './connection/trace-events.ts';
import type { DoorDeps } from './door/door.ts';

/** Registers what the bot hears of without anybody asking it for an answer. */
export function registerEvents(app: App, handlers: Handlers, deps: DoorDeps): void {
  const { homeOpened, joinedChannel } = handlers;
  const work = async (failure: string, job: () => Promise<void>): Promise<void> => {
    await deps.running.run(() =>
      job().catch((error: unknown) => {
        deps.log.error(failure, errorFields(error));
      }),
    );
  };
  app.event('app_home_opened', async ({ event, context }) => {
    if (event.tab !== 'home') return;
    await work('home_failed', () => homeOpened(event.user, referenceOf(context)));
  });
  app.event('member_joined_channel', async ({ event }) => {
    // Slack tells of everybody who comes.
    if (event.user !== deps.identity.botUserId) return;
    await work('welcome_failed', () => joinedChannel(event.channel, event.event_ts));
  });
}
