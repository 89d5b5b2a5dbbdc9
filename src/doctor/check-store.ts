import type { Diagnosis } from '../domain/diagnosis.ts';
import { formatList, withFullStop } from '../domain/format.ts';
import type { StoreLook } from '../domain/store-look.ts';

const SUBJECT = 'Database';

/** Judges what a look at the store found before a bot starts on it. */
export function checkStore(look: StoreLook): Diagnosis {
  const { name, kind, trouble = 'the reason is not known' } = look;
  if (kind === 'trouble') {
    return {
      health: 'wrong',
      subject: SUBJECT,
      fact: `${name} cannot be used: ${trouble}.`,
      mend: 'Mend that before the bot starts, or give another DATABASE_URL.',
    };
  }
  if (kind === 'new') {
    return {
      health: 'ok',
      subject: SUBJECT,
      fact: `${name} is not there yet and is made when the bot starts.`,
    };
  }
  const inUse =
    kind === 'in-use'
      ? ' A bot is running on it, as it should be while one runs; a second one would need Postgres.'
      : '';
  return { health: 'ok', subject: SUBJECT, fact: `${name} ${workable(look)}${inUse}` };
}

function workable({ kind, schema }: StoreLook): string {
  const does = kind === 'in-use' ? 'can be read' : 'can be read and written';
  if (schema === undefined) return `${does}.`;
  const { has, knows } = schema;
  if (has === 0) return `${does}; its tables are made when the bot starts.`;
  if (has < knows) {
    return `${does}; its tables have version ${has} and get version ${knows} when the bot starts.`;
  }
  return `${does}; its tables have version ${has}.`;
}

/** Judges the store of a running bot by its own health. */
export function checkRunningStore(problems: readonly string[]): Diagnosis[] {
  if (problems.length === 0) {
    return [{ health: 'ok', subject: SUBJECT, fact: 'it can be read and written.' }];
  }
  return problems.map((problem) => ({
    health: 'wrong',
    subject: SUBJECT,
    fact: withFullStop(problem),
    mend: 'Until that is mended nothing new is remembered; the bot’s log tells more.',
  }));
}

/** Tells of damaged databases in whose place the bot began anew, at the paths where they lie. */
export function checkSetAside(files: readonly string[]): Diagnosis[] {
  if (files.length === 0) return [];
  return [
    {
      health: 'wrong',
      subject: SUBJECT,
      fact: `the bot began anew after it had set aside what was damaged, and does not know the digests that were set up before: ${formatList(files)}.`,
      mend: 'Stop the bot, put back a backup of its database and move the damaged file away; or type /backups digest in each channel to set its digest up again, and then move it away.',
    },
  ];
}
