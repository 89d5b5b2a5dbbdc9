import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parseConfig, VARIABLES } from '../../src/config.ts';
import { startProcess } from '../child-process.ts';
import { argumentsOf, readDockerfile, textsOf } from '../dockerfile.ts';
import { readYaml, type Yaml } from './yaml.ts';

const FILE = readYaml(readFileSync('compose.yaml', 'utf8'));
const [, runtime = []] = readDockerfile(readFileSync('Dockerfile', 'utf8'));

/** What stands at a path of keys. */
function at(...keys: string[]): Yaml | undefined {
  return keys.reduce<Yaml | undefined>((found, key) => mapOf(found)[key], FILE);
}

function mapOf(value: Yaml | undefined): { [key: string]: Yaml } {
  return typeof value === 'object' && !Array.isArray(value) ? value : {};
}

/** The text at a path of keys; empty where there is none. */
function textAt(...keys: string[]): string {
  return textOf(at(...keys));
}

function textOf(value: Yaml | undefined): string {
  return typeof value === 'string' ? value : '';
}

const environment = mapOf(at('services', 'bot', 'environment'));
const secretFiles = mapOf(at('secrets'));

/** Follows docs/running.md: makes the secrets in a folder, and gives that folder. */
async function makeSecrets(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'backups-compose-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const steps = /```sh\n(?<steps>mkdir -p secrets[\s\S]*?)```/.exec(
    readFileSync('docs/running.md', 'utf8'),
  );
  const child = startProcess('sh', ['-euc', steps?.groups?.['steps'] ?? 'exit 1'], {
    cwd: folder,
    env: { PATH: `${join(process.cwd(), 'node_modules/.bin')}:${process.env['PATH']}` },
  });
  expect(await child.exited).toBe(0);
  return folder;
}

describe('compose.yaml', () => {
  it.each(['bot', 'postgres'])('gives %s nothing that it does not need', (service) => {
    expect(at('services', service)).toMatchObject({
      read_only: 'true',
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    });
    expect(at('services', service, 'ports')).toBeUndefined();
    expect(at('services', service, 'privileged')).toBeUndefined();
  });

  it('runs two bots, which Postgres allows, once it answers', () => {
    expect(at('services', 'bot', 'deploy', 'replicas')).toBe('2');
    expect(environment).toHaveProperty('DATABASE_URL_FILE');
    expect(at('services', 'bot', 'depends_on', 'postgres', 'condition')).toBe('service_healthy');
    expect(at('services', 'postgres', 'healthcheck', 'test')).toContain('pg_isready');
    expect(at('volumes')).toHaveProperty('postgres');
  });

  it('leaves user, command and health check of the bot to the image', () => {
    expect(Object.keys(mapOf(at('services', 'bot')))).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(user|command|entrypoint|healthcheck)$/)]),
    );
    expect(textsOf(runtime, 'USER')).toEqual(['node']);
    expect(argumentsOf(textsOf(runtime, 'HEALTHCHECK')[0] ?? '')[0]).toBe('node');
  });

  it('waits longer for the end of a bot than that takes', () => {
    expect(Number.parseInt(textAt('services', 'bot', 'stop_grace_period'), 10)).toBeGreaterThan(20);
  });

  it('hands over every variable but those for another set-up', () => {
    const names = Object.keys(environment).map((name) => name.replace(/_FILE$/, ''));

    expect(VARIABLES.filter((name) => !names.includes(name))).toEqual([
      'SLACK_SIGNING_SECRET',
      'SLACK_API_URL',
      'NORTHFLANK_API_URL',
      'DESTINATION_KEYS',
      'PORT',
    ]);
    expect(names.filter((name) => !VARIABLES.includes(name))).toEqual([]);
  });

  it('takes settings from the environment under their own names, and no secret so', () => {
    const settings = Object.entries(environment).filter(([name]) => !name.endsWith('_FILE'));

    expect(settings).toEqual(settings.map(([name]) => [name, `\${${name}:-}`]));
    expect(
      settings.map(([name]) => name).filter((name) => /TOKEN|PASSWORD|DATABASE/.test(name)),
    ).toEqual([]);
  });

  it('mounts each secret file that it names', () => {
    const [bot, postgres] = ['bot', 'postgres'].map((service) =>
      Object.entries(mapOf(at('services', service, 'environment')))
        .filter(([name]) => name.endsWith('_FILE'))
        .map(([, path]) => textOf(path).replace('/run/secrets/', '')),
    );

    expect(at('services', 'bot', 'secrets')).toEqual(bot);
    expect(at('services', 'postgres', 'secrets')).toEqual(postgres);
    expect(Object.keys(secretFiles)).toEqual(
      expect.arrayContaining([...(bot ?? []), ...(postgres ?? [])]),
    );
  });
});

describe('the secrets that docs/running.md makes', () => {
  it('are the files that compose.yaml mounts, and a start that the bot takes', async () => {
    const folder = await makeSecrets();

    const paths = Object.values(secretFiles).map((secret) => textOf(mapOf(secret)['file']));
    const made = readdirSync(join(folder, 'secrets')).map((name) => `secrets/${name}`);
    expect(made.toSorted()).toEqual(paths.toSorted());
    const unset = Object.entries(environment).map(([name, value]) => [
      name,
      textOf(value).startsWith('${') ? '' : textOf(value),
    ]);
    const config = parseConfig(Object.fromEntries(unset), (path) =>
      readFileSync(path.replace('/run', folder), 'utf8'),
    );
    expect(config.slack.mode.kind).toBe('socket');
    const url = new URL(config.databaseUrl);
    expect([url.hostname, url.port]).toEqual(['postgres', '5432']);
    expect(url.username).toBe(at('services', 'postgres', 'environment', 'POSTGRES_USER'));
    expect(url.pathname).toBe(`/${textAt('services', 'postgres', 'environment', 'POSTGRES_DB')}`);
    expect(url.password).toBe(readFileSync(join(folder, 'secrets/postgres_password'), 'utf8'));
    expect(url.password.length).toBeGreaterThan(30);
  });
});
