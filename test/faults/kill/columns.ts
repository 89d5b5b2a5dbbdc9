import type { Phase } from '../world/gate.ts';

/** What happens at a call, as the columns of the table say it. */
export const COLUMNS = [
  'connect',
  'headers',
  'half body',
  'lost',
  'taken late',
  'before',
  'stored',
  'half answer',
  'answered',
  'soon after',
] as const;
export type Column = (typeof COLUMNS)[number];

/** The phase at which it happens. */
export function phaseOf(column: Column): Phase {
  switch (column) {
    case 'connect':
    case 'headers':
      return column;
    case 'half body':
      return 'half-body';
    case 'lost':
    case 'taken late':
    case 'before':
      return 'request';
    case 'stored':
      return 'done';
    case 'half answer':
      return 'half-answer';
    case 'answered':
    case 'soon after':
      break;
  }
  return 'answered';
}
