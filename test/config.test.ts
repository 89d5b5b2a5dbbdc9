import { describe, expect, it } from 'vitest';
import { parseConfig, readEnvironment } from '../src/config.ts';

const MINIMAL = {
  SLACK_BOT_TOKEN: 'xoxb-fake',
  SLACK_APP_TOKEN: 'xapp-fake',
  NORTHFLANK_API_TOKEN: 'nf-fake',
};

describe('parseConfig', () => {
  it('needs three tokens and has a default for the rest', () => {
    expect(parseConfig(MINIMAL)).toEqual({
      slack: {
        botToken: 'xoxb-fake',
        apiUrl: 'https://slack.com/api/',
        mode: { kind: 'socket', appToken: 'xapp-fake' },
      },
      northflank: {
        apiToken: 'nf-fake',
        apiUrl: 'https://api.northflank.com',
        teamId: undefined,
      },
      databaseUrl: 'sqlite:data/backups.db',
      roles: { admins: [], operators: [], viewers: ['*'] },
      digest: undefined,
      scheduleTimeZone: 'UTC',
      digestInDoubt: 'repeat',
      destinationKeysFile: undefined,
      heartbeatUrl: undefined,
      port: 3000,
      logLevel: 'info',
    });
  });

  it('uses HTTP when only a signing secret is given', () => {
    const { SLACK_APP_TOKEN: _, ...rest } = MINIMAL;

    const config = parseConfig({ ...rest, SLACK_SIGNING_SECRET: 'fake-secret', PORT: '8080' });

    expect(config.slack.mode).toEqual({ kind: 'http', signingSecret: 'fake-secret' });
    expect(config.port).toBe(8080);
  });

  it('reads the first digest', () => {
    const config = parseConfig({
      ...MINIMAL,
      DIGEST_CHANNEL: 'C012ABCDEF',
      DIGEST_TIME: '07:30',
      DIGEST_TIMEZONE: 'Europe/Berlin',
      DIGEST_DAYS: 'Mon, tuesday,FRI',
    });

    expect(config.digest).toEqual({
      channelId: 'C012ABCDEF',
      time: '07:30',
      timeZone: 'Europe/Berlin',
      days: [0, 1, 4],
    });
  });

  it('repeats a digest in doubt unless told to leave it', () => {
    expect(parseConfig(MINIMAL).digestInDoubt).toBe('repeat');
    expect(parseConfig({ ...MINIMAL, DIGEST_IN_DOUBT: 'skip' }).digestInDoubt).toBe('skip');
    expect(() => parseConfig({ ...MINIMAL, DIGEST_IN_DOUBT: 'maybe' })).toThrow('DIGEST_IN_DOUBT');
  });

  it('takes a secret from a file and drops the line end', () => {
    const { SLACK_BOT_TOKEN: _, ...rest } = MINIMAL;

    const config = parseConfig({ ...rest, SLACK_BOT_TOKEN_FILE: '/run/secrets/bot' }, (path) =>
      path === '/run/secrets/bot' ? 'xoxb-from-file\n' : '',
    );

    expect(config.slack.botToken).toBe('xoxb-from-file');
  });

  it('drops the line end of a secret that is given itself', () => {
    const config = parseConfig({ ...MINIMAL, NORTHFLANK_API_TOKEN: 'nf-fake\n' });

    expect(config.northflank.apiToken).toBe('nf-fake');
  });

  it('treats a variable set to nothing as not set', () => {
    expect(parseConfig({ ...MINIMAL, DIGEST_CHANNEL: '', PORT: ' ' }).port).toBe(3000);
  });

  it.each([
    ['DIGEST_TIME', '07:30'],
    ['DIGEST_TIMEZONE', 'Europe/Berlin'],
    ['DIGEST_DAYS', 'Mon'],
  ])('refuses %s without a channel that it could be for', (name, value) => {
    expect(() => parseConfig({ ...MINIMAL, [name]: value })).toThrow(
      `${name}: without DIGEST_CHANNEL there is no digest that this could be for`,
    );
    expect(parseConfig({ ...MINIMAL, DIGEST_CHANNEL: 'C012ABCDEF', [name]: value }).digest).toEqual(
      expect.objectContaining({ channelId: 'C012ABCDEF' }),
    );
  });

  it('names every mistake at once and never a value', () => {
    const mistaken = () =>
      parseConfig(
        {
          SLACK_BOT_TOKEN: 'canary-not-a-token',
          NORTHFLANK_API_TOKEN_FILE: '/missing',
          DIGEST_TIMEZONE: 'Mars/Olympus',
          DIGEST_CHANEL: 'C012ABCDEF',
          PORT: 'canary-port',
        },
        () => {
          throw new Error('ENOENT canary-path');
        },
      );

    expect(mistaken).toThrow(/SLACK_BOT_TOKEN: expected a token/);
    expect(mistaken).toThrow(/NORTHFLANK_API_TOKEN_FILE: the file cannot be read/);
    expect(mistaken).toThrow(/DIGEST_TIMEZONE: expected an IANA zone/);
    expect(mistaken).toThrow(/DIGEST_CHANEL: unknown, did you mean DIGEST_CHANNEL\?/);
    expect(mistaken).toThrow(/PORT: expected a port number/);
    expect(mistaken).toThrow(/SLACK_APP_TOKEN \(Socket Mode\) or SLACK_SIGNING_SECRET/);
    expect(mistaken).not.toThrow(/canary/);
  });

  it.each([
    ['SLACK_BOT_TOKEN', 'xoxb-'],
    ['SLACK_APP_TOKEN', 'xapp-'],
  ])('says of %s=%s alone that it is not filled in', (name, value) => {
    const { mistakes } = readEnvironment({ ...MINIMAL, [name]: value });

    expect(mistakes).toEqual([{ line: `${name}: is not filled in`, variables: [name] }]);
  });

  it.each([
    ['ADMIN', 'ADMINS', 'U012ABCDEF'],
    ['VEIWERS', 'VIEWERS', '*'],
    ['DATABASE_URI', 'DATABASE_URL', 'sqlite:other.db'],
    ['DESTINATION_KEY', 'DESTINATION_KEYS', 'keys.json'],
  ])('takes %s for a slip of %s, unless that is set too', (slip, meant, value) => {
    const slipped = { ...MINIMAL, [slip]: 'canary' };

    expect(() => parseConfig(slipped)).toThrow(`${slip}: unknown, did you mean ${meant}?`);
    expect(() => parseConfig({ ...slipped, [meant]: value })).not.toThrow();
  });

  it.each(['HOST', 'PORTS', 'HOME', 'NODE_ENV', 'DATABASE_USER'])('leaves %s to others', (name) => {
    expect(() => parseConfig({ ...MINIMAL, [name]: 'canary' })).not.toThrow();
  });

  it.each([
    ['DIGEST_TIME', '24:00'],
    ['DIGEST_DAYS', 'Mon,Someday'],
    ['DIGEST_CHANNEL', '#backups'],
    ['ADMINS', '@alice'],
    ['SCHEDULE_TIMEZONE', 'CEST+1'],
    ['DATABASE_URL', 'mysql://localhost/x'],
    ['NORTHFLANK_API_URL', 'api.northflank.com'],
    ['NORTHFLANK_API_URL', 'https://proxy:canary@api.northflank.com'],
    ['SLACK_API_URL', 'https://proxy@slack.com/api/'],
    ['LOG_LEVEL', 'loud'],
    ['PORT', '70000'],
    ['HEARTBEAT_URL', 'hc-ping.com/canary'],
    ['HEARTBEAT_URL', 'http://hc-ping.com/canary'],
    ['HEARTBEAT_URL', 'http://localhost.example.com/canary'],
    ['HEARTBEAT_URL', 'http://127.0.0.1.example.com/canary'],
    ['HEARTBEAT_URL', 'ftp://localhost/canary'],
  ])('refuses %s=%s by name', (name, value) => {
    const right = { ...MINIMAL, DIGEST_CHANNEL: 'C012ABCDEF' };
    expect(() => parseConfig({ ...right, [name]: value })).toThrow(name);
  });

  it.each([
    'https://hc-ping.com/fake',
    'http://localhost:8000/fake',
    'http://127.0.0.1/fake',
    'http://[::1]:8000/fake',
  ])('takes %s to send its heartbeat to', (url) => {
    expect(parseConfig({ ...MINIMAL, HEARTBEAT_URL: url }).heartbeatUrl).toBe(url);
    const fromFile = parseConfig({ ...MINIMAL, HEARTBEAT_URL_FILE: '/x' }, () => `${url}\n`);
    expect(fromFile.heartbeatUrl).toBe(url);
  });

  it('does not accept one secret both ways', () => {
    expect(() => parseConfig({ ...MINIMAL, SLACK_BOT_TOKEN_FILE: '/x' }, () => 'xoxb-x')).toThrow(
      /SLACK_BOT_TOKEN and SLACK_BOT_TOKEN_FILE: give one/,
    );
  });
});

describe('readEnvironment', () => {
  it('reads on where something is wrong, as if that were not set', () => {
    const { config, mistakes } = readEnvironment({
      SLACK_APP_TOKEN: 'canary',
      NORTHFLANK_API_TOKEN: 'nf-fake',
      DIGEST_CHANNEL: 'C012ABCDEF',
      DATABASE_URL: 'mysql://canary',
    });

    expect(mistakes).toEqual([
      { line: 'SLACK_BOT_TOKEN: is required', variables: ['SLACK_BOT_TOKEN'] },
      {
        line: 'SLACK_APP_TOKEN: expected a token that starts with xapp-',
        variables: ['SLACK_APP_TOKEN'],
      },
      { line: expect.stringMatching(/^DATABASE_URL: expected/), variables: ['DATABASE_URL'] },
    ]);
    expect(config.slack).toMatchObject({ botToken: '', mode: { kind: 'http' } });
    expect(config.northflank.apiToken).toBe('nf-fake');
    expect(config.digest?.channelId).toBe('C012ABCDEF');
    expect(config.databaseUrl).toBe('sqlite:data/backups.db');
  });

  it('names with each mistake the variables that it may be about', () => {
    const { mistakes } = readEnvironment({
      SLACK_BOT_TOKEN: 'xoxb-fake',
      SLACK_BOT_TOKEN_FILE: '/x',
      NORTHFLANK_API_TOKEN: 'nf-fake',
      DIGEST_CHANEL: 'C012ABCDEF',
    });

    expect(mistakes.map(({ variables }) => variables)).toEqual([
      ['SLACK_BOT_TOKEN'],
      ['DIGEST_CHANEL'],
      ['SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET'],
    ]);
  });
});
