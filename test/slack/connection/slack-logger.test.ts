import { LogLevel } from '@slack/bolt';
import { describe, expect, it } from 'vitest';
import { createSlackLogger } from '../../../src/slack/connection/slack-logger.ts';
import { recordedLog } from '../../fakes/recorded-log.ts';

function open() {
  const log = recordedLog();
  return { logger: createSlackLogger(log), lines: log.lines };
}

describe('createSlackLogger', () => {
  it('drops what the SDK prints of frames, at every level that it may do so', () => {
    const { logger, lines } = open();
    logger.setLevel(LogLevel.DEBUG);

    logger.debug('received a frame', { secret: 'typed-secret' });
    logger.info('received a frame: typed-secret');

    expect(lines).toEqual([]);
  });

  it('never tells the SDK that anybody wants frames, whatever it was set to', () => {
    const { logger } = open();
    logger.setLevel(LogLevel.DEBUG);

    expect(logger.getLevel()).toBe(LogLevel.INFO);
  });

  it('keeps the SDK’s own text of warnings and errors, and no object that comes along', () => {
    const { logger, lines } = open();

    logger.warn('the request failed', { body: 'typed-secret' });
    logger.error({ headers: 'typed-secret' }, new Error('the socket closed'), 'later words');
    logger.error({ headers: 'typed-secret' });

    expect(lines).toEqual([
      { level: 'warn', event: 'slack_sdk', fields: { message: 'the request failed' } },
      { level: 'error', event: 'slack_sdk', fields: { message: 'the socket closed' } },
      { level: 'error', event: 'slack_sdk', fields: { message: '' } },
    ]);
  });

  it('leaves out what is no word, since Slack may repeat what it was given', () => {
    const { logger, lines } = open();

    logger.error(
      'must be less than 3001 characters [json-pointer:/blocks/0/text/text]: xoxb-1.q7Wm2Zt9Kc4Ld8 key=k7Q+Zx/9aB%2F wJalrXUtnFEMIbPxRfiCYEXAMPLEKEY 6bd1f09c',
    );

    expect(lines[0]?.fields['message']).toBe(
      'must be less than 3001 characters [json-pointer:/blocks/0/text/text]: xoxb-1.… key=…/… … …',
    );
  });

  it('cuts what is long, since a body may stand behind the words', () => {
    const { logger, lines } = open();

    logger.warn('words '.repeat(60));

    expect(String(lines[0]?.fields['message'])).toHaveLength(300);
  });
});
