import { describe, expect, it } from 'vitest';
import { judgeAudit, moveUnreleased, nextVersion } from '../../scripts/release-plan.ts';

describe('nextVersion', () => {
  it.each([
    { wish: 'patch', next: '1.4.10' },
    { wish: 'minor', next: '1.5.0' },
    { wish: 'major', next: '2.0.0' },
    { wish: '1.10.0', next: '1.10.0' },
  ])('gives $next for $wish after 1.4.9', ({ wish, next }) => {
    expect(nextVersion('1.4.9', wish)).toBe(next);
  });

  it.each(['1.4.9', '1.4.8', '1.3.99', '0.9.0'])('refuses %s after 1.4.9', (wish) => {
    expect(() => nextVersion('1.4.9', wish)).toThrow('does not come after 1.4.9');
  });

  it.each(['', 'v2.0.0', '2.0', '2.0.0-rc.1', '02.0.0', 'big'])('does not take %j', (wish) => {
    expect(() => nextVersion('1.4.9', wish)).toThrow('is no version');
  });
});

describe('moveUnreleased', () => {
  it('puts what was unreleased under the version, and leaves the rest as it is', () => {
    const changelog = '# Changelog\n\n## Unreleased\n\n- New.\n\n## 1.0.0 (2026-01-02)\n\n- Old.\n';

    expect(moveUnreleased(changelog, '1.1.0', '2026-11-21')).toBe(
      '# Changelog\n\n## Unreleased\n\n## 1.1.0 (2026-11-21)\n\n- New.\n\n## 1.0.0 (2026-01-02)\n\n- Old.\n',
    );
  });

  it.each([
    { changelog: '# Changelog\n', complaint: 'no heading' },
    {
      changelog: '# Changelog\n\n## Unreleased\n\n## 1.0.0\n\n- Old.\n',
      complaint: 'nothing under',
    },
  ])('refuses a changelog with $complaint', ({ changelog, complaint }) => {
    expect(() => moveUnreleased(changelog, '1.1.0', '2026-11-21')).toThrow(complaint);
  });
});

describe('judgeAudit', () => {
  const report = (counts: Record<string, number>): string =>
    JSON.stringify({ auditReportVersion: 2, metadata: { vulnerabilities: counts } });

  it('is clean only where npm counted and found none', () => {
    expect(judgeAudit(report({ low: 0, high: 0, total: 0 }))).toEqual({ kind: 'clean' });
  });

  it('names what was found', () => {
    expect(judgeAudit(report({ low: 2, moderate: 0, high: 1, total: 3 }))).toEqual({
      kind: 'vulnerable',
      sentence: 'npm audit found 2 low, 1 high',
    });
  });

  it.each(['', 'not json', '[]', '{}', report({ low: 0 })])('does not know by %j', (printed) => {
    expect(judgeAudit(printed).kind).toBe('not-known');
  });

  it('says why nobody answered, without naming the host', () => {
    const message = '405 Method Not Allowed - POST https://packages.example/-/npm/v1/security';

    expect(judgeAudit(JSON.stringify({ message, statusCode: 405 }))).toEqual({
      kind: 'not-known',
      sentence: 'npm audit got no answer (405 Method Not Allowed)',
    });
  });
});
