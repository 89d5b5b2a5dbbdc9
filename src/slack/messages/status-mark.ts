import type { Backup, BackupStatus } from '../../domain/backup.ts';
import { cleanText, truncate } from '../block-kit/mrkdwn.ts';

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

/** The shape alone. */
export function statusShape(status: BackupStatus): string {
  return SHAPES[status];
}

/** The word alone; of a status that nobody documents, Northflank's own. Not escaped. */
export function statusWord({ status, rawStatus }: Pick<Backup, 'status' | 'rawStatus'>): string {
  if (status !== 'unknown') return WORDS[status];
  return truncate(cleanText(rawStatus), 30) || 'no status';
}

/** Shape and word of a status, not escaped. */
export function statusMark(backup: Pick<Backup, 'status' | 'rawStatus'>): string {
  return `${statusShape(backup.status)} ${statusWord(backup)}`;
}
