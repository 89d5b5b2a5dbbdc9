import { describe, expect, it } from 'vitest';
import { proposalsFor } from '../../../../../sandbox/page/browser/parts/proposals.ts';

const COMMANDS = [
  {
    name: '/backups',
    description: 'Backups',
    usageHint: '[verb]',
    verbs: [
      { verb: 'show', words: '<addon>', gives: 'the backups' },
      { verb: 'status', words: '', gives: 'the verdicts' },
    ],
  },
];
const lines = (typed: string) => proposalsFor(typed, COMMANDS).map(({ line }) => line);

describe('proposalsFor', () => {
  it.each([
    { typed: '/', proposals: ['/backups '] },
    { typed: '/BA', proposals: ['/backups '] },
    { typed: '/x', proposals: [] },
    { typed: '/backups ', proposals: ['/backups show ', '/backups status'] },
    { typed: '/backups sh', proposals: ['/backups show '] },
    { typed: '/backups show x', proposals: [] },
    { typed: 'hello /backups', proposals: [] },
    { typed: '', proposals: [] },
  ])('proposes $proposals for "$typed"', ({ typed, proposals }) => {
    expect(lines(typed)).toEqual(proposals);
  });
});
