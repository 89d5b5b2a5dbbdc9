import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import packageFile from '../package.json' with { type: 'json' };
import lock from '../package-lock.json' with { type: 'json' };
import { SCOPES } from '../src/doctor/scopes.ts';
import { RETENTION_MS } from '../src/storage/retention.ts';
import { startProcess } from './child-process.ts';

const SECURITY = readFileSync('SECURITY.md', 'utf8');
const DAY_MS = 86_400_000;

interface Entry {
  version?: string;
  dev?: boolean;
  hasInstallScript?: boolean;
}

/** What production installs, by place in `node_modules`. */
const production = Object.entries(lock.packages as Record<string, Entry>).filter(
  ([path, { dev }]) => path !== '' && dev !== true,
);

/** The rows of the table whose first column has this heading, as cells. */
function tableOf(heading: string): string[][] {
  const table = new RegExp(`^\\| ${heading} .*\\n\\|[ |-]+\\n(?<rows>(?:\\|.*\\n)+)`, 'm').exec(
    SECURITY,
  );
  return (table?.groups?.['rows'] ?? '')
    .trim()
    .split('\n')
    .map((row) =>
      row
        .split('|')
        .map((cell) => cell.trim().replaceAll('`', ''))
        .slice(1, -1),
    );
}

describe('SECURITY.md', () => {
  it('gives each scope of the manifest with its reason, and whether one can do without', () => {
    const rows = tableOf('Scope').map(([scope, why, without]) => [
      scope,
      { use: why, optional: without?.startsWith('optional') },
    ]);

    expect(Object.fromEntries(rows)).toEqual(SCOPES);
  });

  it('gives each package that the bot needs at run time a reason, at most 12', () => {
    const rows = tableOf('Package');

    expect(rows.map(([name]) => name)).toEqual(Object.keys(packageFile.dependencies));
    expect(rows.filter(([, why]) => (why ?? '').length < 8)).toEqual([]);
    expect(rows.length).toBeLessThanOrEqual(12);
  });

  it('lists no package that the bot does not import', () => {
    const source = globSync('src/**/*.ts')
      .map((path) => readFileSync(path, 'utf8'))
      .join('\n');
    const unused = Object.keys(packageFile.dependencies).filter(
      (name) => !source.includes(`from '${name}'`),
    );

    expect(unused).toEqual([]);
  });

  it('says rightly that no package of production wants to run a script when it is installed', () => {
    expect(production.filter(([, { hasInstallScript }]) => hasInstallScript)).toEqual([]);
  });

  it('says how long things are kept', () => {
    const days = (table: keyof typeof RETENTION_MS): number => RETENTION_MS[table] / DAY_MS;

    expect(SECURITY).toContain(`Kept for ${days('audit')} days`);
    expect(SECURITY).toContain(`what was sent (for ${days('deliveries')} days)`);
    expect(SECURITY).toContain(`schedules and snoozes (${days('snoozes')} days after`);
    expect([days('acts'), days('schedule_cache')]).toEqual([1, days('snoozes')]);
  });
});

describe('npm run sbom', () => {
  it('lists what production installs, without asking anybody, and names no host to fetch from', async () => {
    const child = startProcess('npm', ['run', '--silent', 'sbom'], {
      env: { npm_config_registry: 'http://127.0.0.1:9/', npm_config_fetch_retries: '0' },
    });
    expect(await child.exited).toBe(0);

    const { components } = JSON.parse(child.stdout) as { components: { purl: string }[] };
    const listed = components.map(({ purl }) => decodeURIComponent(purl.replace('pkg:npm/', '')));
    const installed = production.map(
      ([path, { version }]) => `${path.split('node_modules/').at(-1)}@${version}`,
    );
    expect(new Set(listed)).toEqual(new Set(installed));
    expect(new Set(child.stdout.match(/https?:\/\/[^/"]+/g))).toEqual(
      new Set(['http://cyclonedx.org']),
    );
  });
});
