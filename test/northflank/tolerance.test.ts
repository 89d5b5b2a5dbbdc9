import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addonRows } from '../../src/northflank/addons.ts';
import { backupRows } from '../../src/northflank/backups.ts';
import { readRefusedFields } from '../../src/northflank/client/refused-fields.ts';
import { destinationBackupRows } from '../../src/northflank/destination-backups.ts';
import { destinationRows } from '../../src/northflank/destinations.ts';
import { type Row, RowProblem } from '../../src/northflank/fields.ts';
import { projectRows } from '../../src/northflank/projects.ts';
import { scheduleRows } from '../../src/northflank/schedules.ts';

const READERS = [
  { name: 'project', read: projectRows.read },
  { name: 'addon', read: addonRows('shop-prod').read },
  { name: 'backup', read: backupRows.read },
  { name: 'schedule', read: scheduleRows.read },
  { name: 'destination', read: destinationRows.read },
  { name: "destination's backup", read: destinationBackupRows.read },
];

/** The right names with whatever JSON can hold behind them, a believable value now and then. */
const anyValue = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom('completed', '2026-10-06T02:30:00Z', 1729232400000, '1729232400000.0'),
  fc.record({ interval: fc.constantFrom('hourly', 'daily', 'weekly'), minute: fc.jsonValue() }),
);
const NAMES =
  'id name status createdAt completedAt config spec scheduling schedules expiredBy project addon ' +
  'credentials customDestinationId additionalDestinations retentionTime backupType __proto__';
const anyRow: fc.Arbitrary<Row> = fc.dictionary(fc.constantFrom(...NAMES.split(' ')), anyValue);

describe.each(READERS)('any $name that JSON can hold', ({ read }) => {
  it('is read or called unreadable, and never breaks the list', () => {
    fc.assert(
      fc.property(anyRow, (row) => {
        expect(() => readOrProblem(read, row)).not.toThrow();
      }),
      { numRuns: 300 },
    );
  });
});

describe('any refusal that JSON can hold', () => {
  it('names fields that were sent, or none', () => {
    const body = { name: 'Archive', prefix: 'a/', credentials: { endpoint: 'e' } };
    const known = ['name', 'prefix', 'credentials.endpoint'];
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (details) => {
        const fields = readRefusedFields({ error: { details }, errors: details }, body);
        expect(known).toEqual(expect.arrayContaining([...fields]));
      }),
      { numRuns: 300 },
    );
  });
});

function readOrProblem(read: (row: Row) => unknown, row: Row): unknown {
  try {
    return read(row);
  } catch (error) {
    if (error instanceof RowProblem) return error;
    throw error;
  }
}
