import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import template from '../../docs/northflank-template.json' with { type: 'json' };
import { parseConfig, VARIABLES } from '../../src/config.ts';
import { startProcess } from '../child-process.ts';
import { readDockerfile, textsOf } from '../dockerfile.ts';

const [, runtime = []] = readDockerfile(readFileSync('Dockerfile', 'utf8'));
const TEXT = JSON.stringify(template);
const [project, workflow] = template.spec.spec.steps;
const NODES = workflow?.spec.steps ?? [];

/** The type by which Northflank's official client takes what makes a resource of this kind. */
const TYPES: Readonly<Record<string, string>> = {
  Project: 'CreateProjectData',
  Addon: 'CreateAddonData',
  SecretGroup: 'CreateSecretData',
  CombinedService: 'CreateServiceCombinedData',
};

function specOf(kind: string): Record<string, unknown> {
  return { ...NODES.find((node) => node.kind === kind)?.spec };
}

const variables = specOf('SecretGroup')['secrets'] as { variables: Record<string, string> };
const service = specOf('CombinedService') as {
  deployment: { instances: number; gracePeriodSeconds: number };
  ports: { internalPort: number; public: boolean }[];
  healthChecks: { type: string; protocol: string; path?: string; port: number }[];
};

/** Every `${kind.name}` of the template, in the order in which they stand. */
function namesIn(text: string, kind: string): string[] {
  const found = text.matchAll(new RegExp(`\\$\\{${kind}\\.(?<name>\\w+)`, 'g'));
  return [...found].map(({ groups }) => groups?.['name'] ?? '');
}

describe('the template for Northflank', () => {
  it('describes each resource as the types of the official client have it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'backups-template-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
    const typed = [project, ...NODES].filter((node) => node && node.kind in TYPES);
    const lines = typed.map(
      (node) => `void (${JSON.stringify(node?.spec)} satisfies client.${TYPES[node?.kind ?? '']});`,
    );
    const source = ["import type * as client from '@northflank/js-client';", ...lines];
    writeFileSync(join(folder, 'specs.ts'), source.join('\n'));

    const child = startProcess(
      resolve('node_modules/.bin/tsc'),
      '--ignoreConfig --noEmit --strict --skipLibCheck --types node --module nodenext specs.ts'.split(
        ' ',
      ),
      { cwd: folder, env: { PATH: `${resolve('node_modules/.bin')}:${process.env['PATH']}` } },
    );

    expect({ code: await child.exited, said: child.stdout }).toEqual({ code: 0, said: '' });
    expect(typed.map((node) => node?.kind)).toEqual(Object.keys(TYPES));
  }, 60_000);

  it('uses each argument that it takes, and takes each that it uses', () => {
    const taken = { ...template.arguments, ...template.argumentOverrides };

    expect(new Set(namesIn(TEXT, 'args'))).toEqual(new Set(Object.keys(taken)));
  });

  it('keeps secrets out of the arguments, which anybody in the team may read', () => {
    const isSecret = (name: string): boolean => /TOKEN|HEARTBEAT/.test(name);

    expect(Object.keys(template.arguments).filter(isSecret)).toEqual([]);
    expect(Object.values(template.argumentOverrides)).toEqual(
      Object.keys(template.argumentOverrides).map(() => ''),
    );
    expect(Object.keys(template.argumentOverrides).filter((name) => !isSecret(name))).toEqual([]);
  });

  it('refers only to what comes before', () => {
    const known: (string | undefined)[] = [project?.ref];
    expect(namesIn(JSON.stringify(workflow?.spec.context), 'refs')).toEqual(known);
    for (const node of NODES) {
      expect(known).toEqual(expect.arrayContaining(namesIn(JSON.stringify(node.spec), 'refs')));
      known.push(node.ref);
    }
  });

  it('gives the bot variables that it knows, and a start that it takes once they are filled in', () => {
    const names = [...Object.keys(variables.variables), 'DATABASE_URL'];
    const filled: Record<string, string> = {
      SLACK_BOT_TOKEN: 'xoxb-fake',
      SLACK_APP_TOKEN: 'xapp-fake',
      NORTHFLANK_API_TOKEN: 'fake',
      ...template.arguments,
    };
    const environment = Object.entries(variables.variables).map(([name, value]) => [
      name,
      namesIn(value, 'args').length === 0 ? value : filled[name],
    ]);

    expect(names.filter((name) => !VARIABLES.includes(name))).toEqual([]);
    expect(parseConfig(Object.fromEntries(environment)).slack.mode.kind).toBe('socket');
  });

  it('connects its replicas to the Postgres that it makes', () => {
    expect(specOf('Addon')).toMatchObject({ type: 'postgresql', externalAccessEnabled: false });
    expect(specOf('SecretGroup')['addonDependencies']).toEqual([
      {
        addonId: '${refs.database.id}',
        keys: [{ keyName: 'POSTGRES_URI', aliases: ['DATABASE_URL'] }],
      },
    ]);
    expect(service.deployment.instances).toBe(2);
  });

  it('looks at the port of the image, at paths that are served, and makes nothing public', () => {
    const port = Number(textsOf(runtime, 'EXPOSE')[0]);
    const served = readFileSync('src/http-server.ts', 'utf8');

    expect(service.ports).toMatchObject([{ internalPort: port, public: false }]);
    expect(service.healthChecks.map((check) => check.port)).toEqual([port, port, port]);
    for (const { path } of service.healthChecks.filter(({ protocol }) => protocol === 'HTTP')) {
      expect(served).toContain(`'${path}'`);
    }
    expect(Number(variables.variables['PORT'])).toBe(port);
  });

  it('does not restart a bot whose database is away, and lets it end in peace', () => {
    const liveness = service.healthChecks.find(({ type }) => type === 'livenessProbe');

    expect(liveness).toMatchObject({ protocol: 'TCP' });
    expect(service.deployment.gracePeriodSeconds).toBeGreaterThan(20);
  });
});
