import { describe, expect, it } from 'vitest';
import { IDS, messageOf, sees } from '../../../sandbox/slack.ts';
import { join } from './an-app.ts';

describe('messages of people', () => {
  it('reach the app when they mention it or are written to it directly', async () => {
    const { slack } = await join((app) => {
      app.event('app_mention', async ({ event, say }) => {
        await say({ text: `mentioned: ${event.text}`, thread_ts: event.ts });
      });
      app.message(async ({ message, say }) => {
        await say(`direct: ${'text' in message ? message.text : ''}`);
      });
    });
    const ada = slack.user(IDS.admin);

    const question = ada.say(`<@${IDS.bot}> status`);
    const answer = messageOf(await slack.waitFor(sees.words('mentioned'), 1000));
    const direct = slack.waitFor(sees.words('direct'), 1000);
    ada.say('hello', { channel: ada.directMessages });

    expect(answer).toMatchObject({ threadTs: question.ts, author: IDS.bot });
    expect(messageOf(await direct).text).toBe('direct: hello');
  });

  it('do not reach an app that did not subscribe to them', async () => {
    const { slack } = await join(() => {}, { manifest: {} });
    const ada = slack.user(IDS.admin);

    ada.say(`<@${IDS.bot}> status`);
    ada.say('hello', { channel: ada.directMessages });

    expect(slack.events().filter(({ type }) => type === 'sent')).toEqual([]);
  });

  it('stay among people otherwise', async () => {
    const { slack } = await join(() => {});

    slack.user(IDS.admin).say('nobody asked the bot');

    expect(slack.events().filter(({ type }) => type === 'sent')).toEqual([]);
  });
});
