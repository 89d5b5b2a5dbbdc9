import {
  cpSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tapLog } from '../sandbox/log-tap.ts';
import { type SandboxWithoutBot, startWithoutBot } from '../sandbox/without-bot.ts';
import { killChildren, startProcess } from './child-process.ts';
import { SILENT } from './fakes/log.ts';
import { readPages } from './markdown.ts';

/** The blocks that nobody else runs and that can run here. */
const blocks = readPages()
  .flatMap(({ fences }) => fences)
  .filter(({ language, mark }) => language === 'sh' && mark === undefined);

/** What this folder holds is this machine's own. */
const LEFT_OUT = ['.git', '.env', 'data', 'node_modules'];

let folder: string;
let sandbox: SandboxWithoutBot;

beforeAll(async () => {
  sandbox = await startWithoutBot(tapLog(SILENT, () => new Date()));
  folder = mkdtempSync(join(tmpdir(), 'backups-documented-'));
  for (const name of readdirSync('.').filter((one) => !LEFT_OUT.includes(one))) {
    cpSync(name, join(folder, name), { recursive: true });
  }
  linkPackages();
  writeFileSync(join(folder, '.env'), filledIn(sandbox.environmentFile));
});
afterAll(async () => {
  killChildren();
  await sandbox.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Each package by a link of its own: whatever a command does to the folder, the packages themselves stay. */
function linkPackages(): void {
  const packages = globSync(['node_modules/*', 'node_modules/@*/*', 'node_modules/.bin/*']);
  for (const path of packages.filter((one) => !/\/@[^/]+$/.test(one))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    symlinkSync(realpathSync(path), join(folder, path));
  }
}

/** `.env` as somebody has it who followed the README, for a workspace and an account on this machine. */
function filledIn(environmentFile: string): string {
  const values = parseEnv(`${environmentFile}PORT=0\n`);
  return readFileSync('.env.example', 'utf8').replace(
    /^#?(?<name>[A-Z_]+)=.*$/gm,
    (line, name: string) => (values[name] === undefined ? line : `${name}=${values[name]}`),
  );
}

describe('the documentation', () => {
  it.each(blocks)(
    'shows at $where what runs as it stands',
    async ({ text }) => {
      expect(text).not.toMatch(/\bnpm (?:ci|i|install)\b/);
      const child = startProcess('sh', ['-euc', text], {
        cwd: folder,
        env: {
          HOME: folder,
          PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter),
        },
      });
      const code = await child.exited;

      const said = `${child.stdout}${child.stderr}`.slice(-2_000);
      expect({ code, said }).toEqual({ code: 0, said });
    },
    120_000,
  );
});
