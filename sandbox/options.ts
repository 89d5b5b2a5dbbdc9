import { parseArgs } from 'node:util';
import { formatList } from '../src/domain/format.ts';

/** What stands behind `npm run sandbox --`. */
export interface SandboxArguments {
  /** A command to answer in the terminal instead of serving a page. */
  say: string | undefined;
  seed: number | undefined;
  port: number | undefined;
  /** When the sandbox's time begins; now when absent. */
  start: Date | undefined;
  /** Only the workspace and the account, for bots that are started by themselves. */
  withoutBot: boolean;
}

const OPTIONS = {
  say: { type: 'string' },
  seed: { type: 'string' },
  port: { type: 'string' },
  now: { type: 'string' },
  'without-bot': { type: 'boolean', default: false },
} as const;

/** Reads the options. @throws {Error} with a sentence that names the mistake. */
export function readOptions(args: readonly string[]): SandboxArguments {
  const values = parseValues(args);
  const withoutBot = values['without-bot'];
  if (withoutBot && (values.say !== undefined || values.now !== undefined)) {
    throw new Error(
      '--without-bot goes with neither --say nor --now: bots of your own keep real time.',
    );
  }
  return {
    say: values.say,
    seed: wholeNumber('--seed', values.seed, 2 ** 31),
    port: wholeNumber('--port', values.port, 65_535),
    start: moment(values.now),
    withoutBot,
  };
}

function parseValues(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (error) {
    const slip = error instanceof Error ? error.message.replace(/\..*$/, '') : 'Unknown option';
    const known = formatList(Object.keys(OPTIONS).map((name) => `--${name}`));
    throw new Error(`${slip}. There is ${known}.`, { cause: error });
  }
}

function wholeNumber(name: string, text: string | undefined, max: number): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (/^\d+$/.test(text) && number <= max) return number;
  throw new Error(`${name} takes a whole number up to ${max}, not "${text}".`);
}

function moment(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const date = new Date(text);
  if (!Number.isNaN(date.getTime())) return date;
  throw new Error(`--now takes a moment such as 2026-11-21T06:00Z, not "${text}".`);
}
