import { describe, expect, it } from 'vitest';
import { createPinoLog } from '../../src/telemetry/pino-log.ts';

function logged(fields: Record<string, string>): string {
  const lines: string[] = [];
  createPinoLog('debug', { write: (line) => void lines.push(line) }).info('event', fields);
  return lines.join('');
}

describe('createPinoLog', () => {
  it('writes one JSON object a line, with the event', () => {
    expect(JSON.parse(logged({ path: '/v1/projects' }))).toMatchObject({
      event: 'event',
      path: '/v1/projects',
    });
  });

  it.each([
    'xoxb-1234-fake',
    'xapp-1-fake',
    'Bearer fake-token',
    'eyJhbGciOiJIUzI1NiJ9.eyJmYWtlIjoxfQ.c2ln',
    'AKIAFAKEFAKEFAKEFAKE',
    'postgres://user:fake@db/x',
    'https://user:fake@',
    'https://hooks.slack.com/commands/T1/2/fake',
  ])('cuts out what looks like %s', (secret) => {
    expect(logged({ message: `failed with ${secret} inside` })).not.toContain(secret);
  });
});
