import { describe, expect, it } from 'vitest';
import type { LogFields } from '../../src/domain/log.ts';
import { UserError } from '../../src/domain/user-error.ts';
import { NorthflankError } from '../../src/northflank/errors.ts';
import { errorReply } from '../../src/slack/error-reply.ts';
import { SILENT } from '../fakes/log.ts';

const PATH = '/v1/projects';

function northflank(kind: NorthflankError['kind'], retryAt?: Date) {
  return new NorthflankError(kind, 'GET /v1/projects failed', { path: PATH, retryAt });
}

describe('errorReply', () => {
  it('passes on what is meant for the person', () => {
    expect(errorReply(new UserError('Write it as `project/addon`.'), SILENT, 'r1')).toBe(
      'Write it as `project/addon`.',
    );
  });

  it.each([
    ['unauthorized', 'NORTHFLANK_API_TOKEN'],
    ['forbidden', 'role lacks the permission'],
    ['not-found', 'knows no such thing'],
    ['rate-limited', 'requests are used up'],
    ['unavailable', 'is not answering'],
    ['timeout', 'took too long'],
    ['malformed', 'not known'],
    ['refused', 'refused the request'],
    ['cursor-loop', 'same page twice'],
    ['cancelled', 'was stopped'],
  ] as const)('has a sentence and a reference for %s', (kind, words) => {
    const text = errorReply(northflank(kind), SILENT, 'r1');

    expect(text).toContain(words);
    expect(text).toContain('r1');
  });

  it('says when it can be tried again', () => {
    expect(errorReply(northflank('rate-limited', new Date(0)), SILENT, 'r1')).toContain(
      '<!date^0^',
    );
  });

  it('tells the person nothing of a bug, and the log all that is safe', () => {
    const lines: LogFields[] = [];
    const log = {
      ...SILENT,
      error: (_: string, fields: LogFields = {}) => void lines.push(fields),
    };

    const text = errorReply(new TypeError('x is undefined at /srv/app'), log, 'r1');

    expect(text).not.toContain('undefined');
    expect(text).toContain('r1');
    expect(lines).toMatchObject([
      { reference: 'r1', error: 'TypeError', message: expect.stringContaining('undefined') },
    ]);
  });
});
