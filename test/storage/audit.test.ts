import { expect, it } from 'vitest';
import type { AuditEntry } from '../../src/domain/audit.ts';
import type { AuditStore } from '../../src/storage/audit.ts';
import { describeOnEachDatabase, START } from './databases.ts';

function entry(reference: string, overrides: Partial<AuditEntry> = {}): AuditEntry {
  return { userId: 'U1', deed: 'add-destination', state: 'intended', reference, ...overrides };
}

async function lines(audit: AuditStore): Promise<string[]> {
  return Array.fromAsync(audit.exportLines());
}

await describeOnEachDatabase('audit', (open) => {
  it('exports every row as one line of JSON, oldest first', async () => {
    const { storage } = await open();
    await storage.audit.append(entry('r1', { rule: 'admin by id' }), START);
    await storage.audit.append(entry('r1', { state: 'done', subject: 'eu\nbucket' }), START);

    const exported = await lines(storage.audit);

    expect(exported.every((line) => line.indexOf('\n') === line.length - 1)).toBe(true);
    expect(exported.map((line) => JSON.parse(line))).toMatchObject([
      { seq: 1, at: START.toISOString(), userId: 'U1', state: 'intended', rule: 'admin by id' },
      { seq: 2, state: 'done', subject: 'eu\nbucket', reference: 'r1' },
    ]);
  });

  it('links each row to the one before', async () => {
    const { storage } = await open();
    await storage.audit.append(entry('r1'), START);
    await storage.audit.append(entry('r2'), START);

    const [first, second] = (await lines(storage.audit)).map((line) => JSON.parse(line));

    expect(first.previousHash).toBe('');
    expect(second.previousHash).toBe(first.hash);
    expect(await storage.audit.verify()).toEqual({ rows: 2 });
  });

  it('loses no row and breaks no link when two bots write at once', async () => {
    const { storage, second } = await open();
    const other = await second();

    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        (index % 2 === 0 ? storage : other).audit.append(entry(`r${index}`), START),
      ),
    );

    expect(await storage.audit.verify()).toEqual({ rows: 20 });
  });

  it.each([
    {
      tampering: 'a changed row',
      statement: `update audit set user_id = 'U2' where seq = 2`,
      at: 2,
    },
    { tampering: 'a changed time', statement: `update audit set at = at + 1 where seq = 2`, at: 2 },
    { tampering: 'a removed row', statement: `delete from audit where seq = 2`, at: 3 },
    {
      tampering: 'a removed first row with its number taken',
      statement: `delete from audit where seq = 1; update audit set seq = 1 where seq = 2`,
      at: 1,
    },
  ])('finds $tampering', async ({ statement, at }) => {
    const { storage, execute } = await open();
    for (const reference of ['r1', 'r2', 'r3']) await storage.audit.append(entry(reference), START);

    await execute(statement);

    expect(await storage.audit.verify()).toMatchObject({ brokenAt: at });
  });

  it('exports a row whose time is none as it stands, and all after it', async () => {
    const { storage, execute } = await open();
    for (const reference of ['r1', 'r2', 'r3']) await storage.audit.append(entry(reference), START);
    await execute('update audit set at = 8640000000000001 where seq = 2');

    const exported = (await lines(storage.audit)).map((line) => JSON.parse(line).at);

    expect(exported).toEqual([START.toISOString(), 8640000000000001, START.toISOString()]);
    expect(await storage.audit.verify()).toMatchObject({ brokenAt: 2 });
  });

  it('reads long records in pages', async () => {
    const { storage, execute } = await open();
    await storage.audit.append(entry('r1'), START);
    await execute(
      `insert into audit select seq + 1000000, at, user_id, deed, state, subject, rule, reference, previous_hash, hash from audit`,
    );
    for (const step of [1, 2, 4, 8, 16, 32, 64, 128, 256, 512]) {
      await execute(
        `insert into audit select seq + ${step}, at, user_id, deed, state, subject, rule, reference, previous_hash, hash from audit where seq > 1000000`,
      );
    }

    expect(await lines(storage.audit)).toHaveLength(1025);
  });
});
