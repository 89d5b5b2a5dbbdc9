import { describe, expect, it } from 'vitest';
import type { LogFields } from '../../../src/domain/log.ts';
import { UserError } from '../../../src/domain/user-error.ts';
import { NorthflankError } from '../../../src/northflank/errors.ts';
import { errorReply } from '../../../src/slack/acts/error-reply.ts';
import { SILENT } from '../../fakes/log.ts';

const PATH = '/v1/projects';

function northflank(kind: NorthflankError['kind'], retryAt?: Date, status?: number) {
  return new NorthflankError(kind, 'GET /v1/projects failed', { path: PATH, retryAt, status });
}

function withWords(kind: NorthflankError['kind'], words: string) {
  return new NorthflankError(kind, 'GET /v1/projects failed', { path: PATH, words });
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
    ['untrusted', 'cannot prove by its certificate'],
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

  it.each(['refused', 'forbidden', 'unauthorized'] as const)(
    'passes on why Northflank answered %s, as text that formats nothing',
    (kind) => {
      const text = errorReply(withWords(kind, 'Access to <bucket> was *denied*'), SILENT, 'r1');

      expect(text).toMatch(
        / Its words: “Access to &lt;bucket&gt; was .*denied.*”.* \(reference r1\)$/,
      );
      expect(text).not.toContain(' *denied*');
    },
  );

  it('says nothing more where Northflank gave no reason, or none that helps', () => {
    expect(errorReply(northflank('refused'), SILENT, 'r1')).toBe(
      'Northflank refused the request, so nothing could be read. If it stays so, tell whoever runs the bot. (reference r1)',
    );
    expect(errorReply(withWords('not-found', 'Not found'), SILENT, 'r1')).not.toContain('words');
  });

  it.each([
    ['unauthorized', '`/backups doctor`'],
    ['forbidden', '`/backups doctor`'],
    ['not-found', '`/backups` shows what there is'],
    ['rate-limited', 'Try again within the hour'],
    ['unavailable', 'Try again in a minute'],
    ['untrusted', 'Whoever runs the bot must mend that'],
    ['timeout', 'Try again in a minute'],
    ['malformed', 'tell whoever runs the bot'],
    ['refused', 'tell whoever runs the bot'],
    ['cursor-loop', 'Try again in a minute'],
    ['cancelled', 'Try again in a minute'],
  ] as const)('says of %s what to do next', (kind, words) => {
    expect(errorReply(northflank(kind), SILENT, 'r1')).toContain(words);
  });

  it('does not send a person back to what no second try mends', () => {
    expect(errorReply(northflank('untrusted'), SILENT, 'r1')).not.toMatch(/try again/i);
  });

  it('says of a bug what to do next', () => {
    expect(errorReply(new TypeError('x'), SILENT, 'r1')).toContain(
      'Try again; if it stays so, tell',
    );
  });

  it.each([
    { name: 'the budget is there again', kind: 'rate-limited', status: undefined },
    { name: 'Northflank said', kind: 'unavailable', status: 503 },
  ] as const)('says when it can be tried again once $name', ({ kind, status }) => {
    const text = errorReply(northflank(kind, new Date(0), status), SILENT, 'r1');

    expect(text).toContain('tried again <!date^0^');
    expect(text).not.toContain('in a minute');
  });

  it.each(['unavailable', 'timeout', 'cancelled', 'cursor-loop'] as const)(
    'names no time of day for the half minute that follows %s',
    (kind) => {
      const text = errorReply(northflank(kind, new Date(0)), SILENT, 'r1');

      expect(text).toContain('Try again in a minute. (reference r1)');
      expect(text).not.toContain('<!date');
    },
  );

  it('does not say of a bug that nothing was changed, since that is not known', () => {
    expect(errorReply(new TypeError('x'), SILENT, 'r1')).not.toMatch(/changed/);
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
      { error: 'TypeError', message: expect.stringContaining('undefined') },
    ]);
  });
});
