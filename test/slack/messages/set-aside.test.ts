import { expect, it } from 'vitest';
import { setAsideText } from '../../../src/slack/messages/set-aside.ts';

it('says what happened, that nobody hears of failed backups, and what to do, with the file', () => {
  const text = setAsideText('data/backups.db.damaged-2026-11-21T06-00-00-000Z');

  expect(text.split('\n')[0]).toMatch(
    /^✖ My database was damaged .* nobody hears of failed backups/,
  );
  expect(text).toContain(
    'put back a backup of the database and move the damaged file away; or type `/backups digest`',
  );
  expect(text).toContain('`data/backups.db.damaged-2026-11-21T06-00-00-000Z`');
});
