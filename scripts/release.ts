import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { judgeAudit, moveUnreleased, nextVersion } from './release-plan.ts';

const USAGE =
  'npm run release -- <major | minor | patch | 1.4.0> [--really] [--without-audit]\n' +
  'Without --really it checks everything and changes nothing.';

const Package = z.object({ version: z.string() });

interface Wishes {
  /** `major`, `minor`, `patch` or a version. */
  version: string;
  /** Change, commit and tag; without it only the checks are made. */
  really: boolean;
  /** Go on where nobody answers `npm audit`; never where it found something. */
  withoutAudit: boolean;
}

/** Checks that a release may be made, and makes it. @throws {Error} with a sentence for the first thing in the way. */
function release({ version: wish, really, withoutAudit }: Wishes): void {
  const current = currentVersion();
  const version = nextVersion(current, wish);
  const tag = `v${version}`;
  const changelog = moveUnreleased(readFileSync('CHANGELOG.md', 'utf8'), version, today());
  checkRepository(tag);
  say('The tree is clean, on main, and the changelog has news.');
  checkAudit(withoutAudit);
  say('Running every test …');
  if (run('npm', ['test'], 'inherit').status !== 0) throw new Error('Tests fail.');
  if (!really) {
    say(
      `Nothing is changed. With --really, ${current} becomes ${version}, with a commit and the tag ${tag}.`,
    );
    return;
  }
  writeFileSync('CHANGELOG.md', changelog);
  must('npm', ['version', version, '--no-git-tag-version', '--ignore-scripts']);
  must('git', ['commit', '--all', '--message', `Release ${version}`]);
  must('git', ['tag', '--annotate', tag, '--message', `Release ${version}`]);
  say(`${version} is committed and tagged. Publish it with: git push --follow-tags`);
}

function checkRepository(tag: string): void {
  if (must('git', ['status', '--porcelain']) !== '') {
    throw new Error('The tree has changes that are not committed.');
  }
  const branch = must('git', ['branch', '--show-current']);
  if (branch !== 'main') throw new Error(`Releases are made from main, not from ${branch}.`);
  if (must('git', ['tag', '--list', tag]) !== '')
    throw new Error(`The tag ${tag} is there already.`);
}

/** Only what production installs counts. */
function checkAudit(withoutAudit: boolean): void {
  const audit = judgeAudit(run('npm', ['audit', '--omit=dev', '--json']).stdout);
  if (audit.kind === 'clean') return say('npm audit knows of no vulnerable dependency.');
  if (audit.kind === 'not-known' && withoutAudit) {
    return say(`${audit.sentence}: not known whether a dependency is vulnerable.`);
  }
  const rest = audit.kind === 'vulnerable' ? '' : ' Try again, or give --without-audit.';
  throw new Error(`${audit.sentence}.${rest}`);
}

function currentVersion(): string {
  return Package.parse(JSON.parse(readFileSync('package.json', 'utf8'))).version;
}

/** The date in UTC, as `2026-11-21`. */
function today(): string {
  return new Date().toISOString().slice(0, 10);
}

function run(program: string, args: readonly string[], output: 'pipe' | 'inherit' = 'pipe') {
  return spawnSync(program, args, { encoding: 'utf8', stdio: ['ignore', output, output] });
}

/** What the program printed. @throws {Error} with its complaint when it fails. */
function must(program: string, args: readonly string[]): string {
  const { status, stdout, stderr } = run(program, args);
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed: ${stderr.trim()}`);
  return stdout.trim();
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function readWishes(): Wishes {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      really: { type: 'boolean', default: false },
      'without-audit': { type: 'boolean', default: false },
    },
  });
  const [version, ...more] = positionals;
  if (version === undefined || more.length > 0) throw new Error(USAGE);
  return { version, really: values.really, withoutAudit: values['without-audit'] };
}

try {
  release(readWishes());
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
