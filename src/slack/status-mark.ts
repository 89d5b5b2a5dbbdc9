import type { Backup, BackupStatus } from '../domain/backup.ts';
import { cleanText, truncate } from './mrkdwn.ts';

/** A shape for each status, so that none is told by color alone. */
const SHAPES: Readonly<Record<BackupStatus, string>> = {
  completed: '✔',
  failed: '✖',
  aborting: '⊘',
  aborted: '⊘',
  'in-progress': '◔',
  scheduled: '◌',
  'not-supported': '⊘',
  unknown: '?',
};

const WORDS: Readonly<Record<Exclude<BackupStatus, 'unknown'>, string>> = {
  completed: 'completed',
  failed: 'failed',
  aborting: 'aborting',
  aborted: 'aborted',
  'in-progress': 'running',
  scheduled: 'scheduled',
  'not-supported': 'not supported',
};

/** Shape and word of a status; of one that nobody documents, Northflank's own word. Not escaped. */
export function statusMark({ status, rawStatus }: Pick<Backup, 'status' | 'rawStatus'>): string {
  if (status !== 'unknown') return `${SHAPES[status]} ${WORDS[status]}`;
  const word = truncate(cleanText(rawStatus), 30);
  return `${SHAPES.unknown} ${word === '' ? 'no status' : word}`;
}
