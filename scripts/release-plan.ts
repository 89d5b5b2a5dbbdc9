import { z } from 'zod';

/** The parts of a version that can be raised; a version can also be named whole. */
const STEPS = ['major', 'minor', 'patch'] as const;
type Step = (typeof STEPS)[number];

/**
 * The version after this one.
 *
 * @param wish `major`, `minor`, `patch`, or the version itself.
 * @throws {Error} with a sentence when that is no version, or none that comes later.
 */
export function nextVersion(current: string, wish: string): string {
  const [major, minor, patch] = numbersOf(current);
  const raised: Record<Step, string> = {
    major: `${major + 1}.0.0`,
    minor: `${major}.${minor + 1}.0`,
    patch: `${major}.${minor}.${patch + 1}`,
  };
  const step = STEPS.find((word) => word === wish);
  if (step !== undefined) return raised[step];
  const wished = numbersOf(wish);
  const first = wished.findIndex((number, index) => number !== [major, minor, patch][index]);
  if (first === -1 || (wished[first] ?? 0) < ([major, minor, patch][first] ?? 0)) {
    throw new Error(`${wish} does not come after ${current}.`);
  }
  return wish;
}

function numbersOf(version: string): [major: number, minor: number, patch: number] {
  const found = /^(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*)){2}$/.exec(version)?.[0].split('.').map(Number);
  const [major, minor, patch] = found ?? [];
  if (major === undefined || minor === undefined || patch === undefined) {
    throw new Error(`"${version}" is no version: give major, minor, patch, or one such as 1.4.0.`);
  }
  return [major, minor, patch];
}

const UNRELEASED = '## Unreleased\n';

/**
 * The changelog with everything under "Unreleased" under a version and its date.
 *
 * @throws {Error} with a sentence when there is nothing to release.
 */
export function moveUnreleased(changelog: string, version: string, date: string): string {
  const [before = '', after] = changelog.split(UNRELEASED);
  if (after === undefined) throw new Error('CHANGELOG.md has no heading "## Unreleased".');
  const [news = ''] = after.split(/^## /m);
  if (news.trim() === '') throw new Error('CHANGELOG.md has nothing under "Unreleased".');
  return `${before}${UNRELEASED}\n## ${version} (${date})\n${after}`;
}

/** What `npm audit` found; `not-known` when nobody answered it, which is no all-clear. */
export type Audit =
  | { kind: 'clean' }
  | { kind: 'vulnerable'; sentence: string }
  | { kind: 'not-known'; sentence: string };

/** The report of `npm audit --json`, or what npm prints instead when it got none. */
const Report = z.object({
  metadata: z.object({ vulnerabilities: z.record(z.string(), z.number()) }).optional(),
  message: z.string().optional(),
});

/** Judges what `npm audit --json` printed. */
export function judgeAudit(printed: string): Audit {
  const { data } = Report.safeParse(jsonOf(printed));
  const counts = data?.metadata?.vulnerabilities;
  if (counts?.['total'] === undefined) {
    const why = data?.message === undefined ? '' : ` (${data.message.split(' - ')[0]})`;
    return { kind: 'not-known', sentence: `npm audit got no answer${why}` };
  }
  if (counts['total'] === 0) return { kind: 'clean' };
  const found = Object.entries(counts).filter(([name, count]) => name !== 'total' && count > 0);
  const words = found.map(([name, count]) => `${count} ${name}`);
  return { kind: 'vulnerable', sentence: `npm audit found ${words.join(', ')}` };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
