import { describe, expect, it } from 'vitest';
import type { DeliveryPart, Looks } from '../../../src/domain/digests/delivery.ts';
import type { FrozenDelivery, NewDelivery } from '../../../src/domain/digests/delivery-store.ts';
import { describeOnEachDatabase, START } from '../databases.ts';

const REF = { subscriptionId: 's1', localDate: '2026-11-21' };

function slot(overrides: Partial<NewDelivery> = {}): NewDelivery {
  return { ...REF, dueAt: START, channelId: 'C1', state: 'open', ...overrides };
}

function part(key: string, overrides: Partial<DeliveryPart> = {}): DeliveryPart {
  return { key, text: `text of ${key}`, blocks: [{ type: 'divider' }], ...overrides };
}

const FROZEN: FrozenDelivery = {
  windowFrom: new Date('2026-11-20T06:00:00Z'),
  windowTo: new Date('2026-11-21T06:00:05Z'),
  parts: [part('k0', { plainBlocks: [] }), part('k1')],
  contentHash: 'hash',
  memo: { failed: 2 },
};

await describeOnEachDatabase('deliveries', (open) => {
  async function openFrozen() {
    const database = await open();
    const { deliveries } = database.storage;
    await deliveries.create([slot()]);
    await deliveries.claim(REF, 'a');
    await deliveries.freeze(REF, 'a', FROZEN);
    return { ...database, deliveries };
  }

  describe('slots', () => {
    it('are written once for each subscription and local date, whoever asks and however often', async () => {
      const { storage, second } = await open();
      const other = await second();
      const slots = [slot(), slot({ subscriptionId: 's2' }), slot({ localDate: '2026-11-22' })];

      const created = await Promise.all([
        storage.deliveries.create(slots),
        other.deliveries.create(slots),
        storage.deliveries.create(slots),
      ]);

      expect(created.reduce((sum, count) => sum + count)).toBe(3);
      expect(await storage.deliveries.unfinished()).toHaveLength(3);
    });

    it('keep their first moment when the subscription moves within the day', async () => {
      const { storage } = await open();
      await storage.deliveries.create([slot()]);

      await storage.deliveries.create([slot({ dueAt: new Date('2026-11-21T09:00:00Z') })]);

      expect(await storage.deliveries.get(REF)).toMatchObject({ dueAt: START, attempts: 0 });
    });

    it('are written in one go however many they are', async () => {
      const { storage } = await open();
      const many = Array.from({ length: 450 }, (_, index) => slot({ subscriptionId: `s${index}` }));

      expect(await storage.deliveries.create(many)).toBe(450);
      expect(await storage.deliveries.create([])).toBe(0);
    });

    it('noted as missed while the clock stood ahead are written anew', async () => {
      const { storage, execute } = await open();
      await storage.deliveries.create([slot({ state: 'missed', reason: 'the bot was off' })]);
      await execute('update deliveries set created_at = created_at + 86400000');

      expect(await storage.deliveries.create([slot()])).toBe(1);
      expect(await storage.deliveries.get(REF)).toMatchObject({ state: 'open', reason: undefined });
    });

    it('noted as missed in the past stay missed', async () => {
      const { storage, execute } = await open();
      await storage.deliveries.create([slot({ state: 'missed', reason: 'the bot was off' })]);
      await execute('update deliveries set created_at = created_at - 1');

      expect(await storage.deliveries.create([slot()])).toBe(0);
      expect(await storage.deliveries.get(REF)).toMatchObject({ state: 'missed' });
    });

    it('tell when the newest of each subscription was due until a moment', async () => {
      const { storage, execute } = await open();
      const day = (date: number) => new Date(Date.UTC(2026, 10, date, 6));
      await storage.deliveries.create([
        slot(),
        slot({ localDate: '2026-11-22', dueAt: day(22), state: 'missed' }),
        slot({ localDate: '2026-11-23', dueAt: day(23) }),
        slot({ subscriptionId: 's2' }),
      ]);
      await execute('update deliveries set created_at = due_at');

      expect(await storage.deliveries.lastDue(day(22))).toEqual(
        new Map([
          ['s1', day(22)],
          ['s2', START],
        ]),
      );
    });

    it('written in what is now the future do not count as last due', async () => {
      const { storage, execute } = await open();
      await storage.deliveries.create([slot({ state: 'missed' })]);
      const until = await storage.now();
      await execute(`update deliveries set created_at = ${until.getTime() + 1}, due_at = 0`);

      expect(await storage.deliveries.lastDue(until)).toEqual(new Map());
      expect(await storage.deliveries.lastDue(new Date(until.getTime() + 1))).not.toEqual(
        new Map(),
      );
    });

    it('count as last due only when they were promised, not when somebody asked for one', async () => {
      const { storage, execute } = await open();
      const asked = new Date('2026-11-21T08:00:00Z');
      await storage.deliveries.create([slot({ localDate: asked.toISOString(), dueAt: asked })]);
      await execute('update deliveries set created_at = due_at');

      expect(await storage.deliveries.lastDue(asked)).toEqual(new Map());
    });
  });

  describe('leases', () => {
    it('go to one of many who ask at once', async () => {
      const { storage, second } = await open();
      const other = await second();
      await storage.deliveries.create([slot()]);

      const claims = await Promise.all(
        ['a', 'b', 'c', 'd', 'e', 'f'].map((owner, index) =>
          (index % 2 === 0 ? storage : other).deliveries.claim(REF, owner),
        ),
      );

      expect(claims.filter((claim) => claim !== undefined)).toHaveLength(1);
    });

    it('keep others out until they end, unless they are renewed', async () => {
      const { storage, passLease } = await open();
      await storage.deliveries.create([slot()]);
      await storage.deliveries.claim(REF, 'a');

      expect(await storage.deliveries.claim(REF, 'b')).toBeUndefined();
      await passLease();
      expect(await storage.deliveries.renew(REF, 'a')).toBe(true);
      expect(await storage.deliveries.claim(REF, 'b')).toBeUndefined();
      await passLease();
      expect(await storage.deliveries.claim(REF, 'b')).toMatchObject({ state: 'open' });
    });

    it('once lost let their former holder change nothing', async () => {
      const { deliveries, passLease } = await openFrozen();
      await passLease();
      await deliveries.claim(REF, 'b');

      expect(await deliveries.renew(REF, 'a')).toBe(false);
      expect(await deliveries.markSending(REF, 'a', 0)).toBeUndefined();
      expect(await deliveries.savePart(REF, 'a', 0, part('k0', { ts: '1.1' }))).toBe(false);
      expect(await deliveries.finish(REF, 'a', 'sent')).toBe(false);
      expect(await deliveries.release(REF, 'a')).toBe(false);
      expect(await deliveries.get(REF)).toMatchObject({ state: 'frozen', attempts: 0 });
    });

    it('given back can be taken at once', async () => {
      const { storage } = await open();
      const retryAt = new Date('2026-11-21T06:05:00Z');
      await storage.deliveries.create([slot()]);
      await storage.deliveries.claim(REF, 'a');

      await storage.deliveries.release(REF, 'a', { retryAt, reason: 'Slack asked to wait' });

      expect(await storage.deliveries.claim(REF, 'b')).toMatchObject({
        retryAt,
        reason: 'Slack asked to wait',
      });
    });

    it('and waits are no longer for a clock that is set back', async () => {
      const { storage, execute } = await open();
      const { deliveries } = storage;
      const other = { ...REF, subscriptionId: 's2' };
      await deliveries.create([slot(), slot(other)]);
      await deliveries.claim(REF, 'a');
      const [held] = await deliveries.unfinished();
      // The moment by the database's own clock.
      const claimedAt = (held?.leaseUntil?.getTime() ?? 0) - 45_000;
      await deliveries.claim(other, 'a');
      await deliveries.release(other, 'a', { retryAt: new Date(claimedAt + 60_000) });
      await execute(
        'update deliveries set lease_until = lease_until + 1800000, ' +
          'retry_at = retry_at + 1800000, retry_since = retry_since + 1800000',
      );

      const [leased, waiting] = await deliveries.unfinished();

      const soon = claimedAt + 90_000;
      expect(leased?.leaseUntil?.getTime()).toBeGreaterThanOrEqual(claimedAt + 45_000);
      expect(leased?.leaseUntil?.getTime()).toBeLessThan(soon);
      expect(waiting?.retryAt?.getTime()).toBeGreaterThan(claimedAt + 50_000);
      expect(waiting?.retryAt?.getTime()).toBeLessThan(soon);
      expect(await deliveries.renew(REF, 'a')).toBe(true);
    });

    it('are not given on what is finished', async () => {
      const { deliveries, passLease } = await openFrozen();
      await deliveries.finish(REF, 'a', 'sent');
      await passLease();

      expect(await deliveries.claim(REF, 'b')).toBeUndefined();
    });
  });

  describe('steps', () => {
    it('freeze the text once, and later tries find the same', async () => {
      const { deliveries } = await openFrozen();

      const again = await deliveries.freeze(REF, 'a', { ...FROZEN, parts: [part('other')] });

      expect(again).toBe(false);
      expect(await deliveries.get(REF)).toMatchObject({ ...FROZEN, state: 'frozen' });
    });

    it('note since when a post may be under way, and count it', async () => {
      const { deliveries, storage } = await openFrozen();

      const since = await deliveries.markSending(REF, 'a', 1);

      const now = await storage.now();
      expect(Math.abs(now.getTime() - (since?.getTime() ?? 0))).toBeLessThan(10_000);
      const delivery = await deliveries.get(REF);
      expect(delivery).toMatchObject({ state: 'sending', attempts: 1 });
      expect(delivery?.parts.map((each) => each.sendingSince)).toEqual([undefined, since]);
    });

    it('do not mark what was never frozen', async () => {
      const { storage } = await open();
      await storage.deliveries.create([slot()]);
      await storage.deliveries.claim(REF, 'a');

      expect(await storage.deliveries.markSending(REF, 'a', 0)).toBeUndefined();
    });

    it('record a part, after which nothing is under way', async () => {
      const { deliveries } = await openFrozen();
      const since = await deliveries.markSending(REF, 'a', 0);
      const sent = part('k0', { ts: '1764000000.000100', twinSince: since, twinUntil: since });

      expect(await deliveries.savePart(REF, 'a', 0, { ...sent, sendingSince: since })).toBe(true);

      expect((await deliveries.get(REF))?.parts).toEqual([sent, part('k1')]);
    });

    it('count tries from the last part that arrived', async () => {
      const { deliveries } = await openFrozen();
      const attempts = async () => (await deliveries.get(REF))?.attempts;
      await deliveries.markSending(REF, 'a', 0);
      await deliveries.savePart(REF, 'a', 0, part('k0'));
      await deliveries.markSending(REF, 'a', 0);
      expect(await attempts()).toBe(2);

      await deliveries.savePart(REF, 'a', 0, part('k0', { ts: '1.1' }));

      expect(await attempts()).toBe(0);
    });

    it('end a delivery with its reason', async () => {
      const { deliveries } = await openFrozen();
      await deliveries.markSending(REF, 'a', 0);

      await deliveries.finish(REF, 'a', 'refused', 'The channel is archived');

      const delivery = await deliveries.get(REF);
      expect(delivery).toMatchObject({
        state: 'refused',
        reason: 'The channel is archived',
        leaseUntil: undefined,
      });
      expect(delivery?.parts[0]?.sendingSince).toBeUndefined();
      expect(await deliveries.unfinished()).toEqual([]);
    });
  });

  describe('what was sent', () => {
    async function openSent() {
      const opened = await openFrozen();
      await opened.deliveries.savePart(REF, 'a', 0, part('k0', { ts: '1.1' }));
      await opened.deliveries.savePart(REF, 'a', 1, part('k1', { ts: '1.2' }));
      await opened.deliveries.finish(REF, 'a', 'sent');
      return opened;
    }
    const AMENDED = {
      parts: [part('k0', { ts: '1.1', text: 'new' }), part('k1', { ts: '1.2' })],
      contentHash: 'other',
      memo: { failed: 1 },
    };
    const REPLY = part('k2', { dueAt: START });

    it('may be changed by one at a time', async () => {
      const { deliveries, second, passLease } = await openSent();
      const other = (await second()).deliveries;

      const claims = await Promise.all([
        deliveries.claimSent(REF, 'a'),
        other.claimSent(REF, 'b'),
        deliveries.claimSent(REF, 'c'),
      ]);
      expect(claims.filter((claim) => claim !== undefined)).toHaveLength(1);

      await passLease();
      expect(await deliveries.claimSent(REF, 'd')).toMatchObject({ state: 'sent' });
      expect(await deliveries.amend(REF, 'a', AMENDED)).toBe(false);
    });

    it('is not for those who deliver, nor what is under way for those who change', async () => {
      const { deliveries } = await openFrozen();
      await deliveries.release(REF, 'a');

      expect(await deliveries.claimSent(REF, 'b')).toBeUndefined();
      await deliveries.claim(REF, 'b');
      expect(await deliveries.amend(REF, 'b', AMENDED)).toBe(false);
    });

    it('says from then on what it was changed to', async () => {
      const { deliveries } = await openSent();
      await deliveries.claimSent(REF, 'b');

      expect(await deliveries.amend(REF, 'b', AMENDED)).toBe(true);

      expect(await deliveries.get(REF)).toMatchObject({
        ...AMENDED,
        state: 'sent',
        leaseUntil: undefined,
      });
    });

    it('is delivered once more when something is to be posted', async () => {
      const { deliveries } = await openSent();
      await deliveries.claimSent(REF, 'b');

      await deliveries.amend(REF, 'b', { ...AMENDED, parts: [...AMENDED.parts, REPLY] });

      expect(await deliveries.unfinished()).toMatchObject([{ state: 'frozen', attempts: 0 }]);
      const claimed = await deliveries.claim(REF, 'c');
      expect(claimed?.parts[2]).toEqual(REPLY);
      expect(await deliveries.markSending(REF, 'c', 2)).toBeDefined();
    });

    it('may be given back unchanged', async () => {
      const { deliveries } = await openSent();
      await deliveries.claimSent(REF, 'b');

      expect(await deliveries.release(REF, 'b')).toBe(true);

      expect(await deliveries.claimSent(REF, 'c')).toMatchObject({ memo: FROZEN.memo });
    });
  });

  describe('looks for a message', () => {
    const looks: Looks = {
      empty: [new Date('2026-11-21T06:00:20Z')],
      begun: {
        at: new Date('2026-11-21T06:00:40Z'),
        since: new Date('2026-11-21T05:58:00Z'),
        until: new Date('2026-11-21T07:00:00Z'),
        reached: { cursor: 'bmV4dA==', ts: ['1.1'] },
      },
    };

    it('are kept beside what is under way', async () => {
      const { deliveries } = await openFrozen();
      const sendingSince = await deliveries.markSending(REF, 'a', 1);

      expect(await deliveries.saveLooks(REF, 'a', 1, looks)).toBe(true);

      expect(await deliveries.get(REF)).toMatchObject({
        state: 'sending',
        attempts: 1,
        parts: [part('k0', { plainBlocks: [] }), part('k1', { sendingSince, looks })],
      });
    });

    it('are not written by one who has no lease', async () => {
      const { deliveries } = await openFrozen();

      expect(await deliveries.saveLooks(REF, 'b', 0, looks)).toBe(false);
    });
  });

  describe('history', () => {
    async function openWithHistory() {
      const { storage, execute } = await open();
      const { deliveries } = storage;
      for (const day of ['18', '19', '20']) {
        const ref = { subscriptionId: 's1', localDate: `2026-11-${day}` };
        const windowTo = new Date(`${ref.localDate}T09:00:00Z`);
        await deliveries.create([slot({ ...ref, dueAt: windowTo })]);
        await deliveries.claim(ref, 'a');
        await deliveries.freeze(ref, 'a', { ...FROZEN, windowTo });
        await deliveries.finish(ref, 'a', day === '19' ? 'missed' : 'sent');
      }
      return { deliveries, execute };
    }

    it('knows the last that was sent', async () => {
      const { deliveries } = await openWithHistory();

      expect(await deliveries.lastSent('s1')).toMatchObject({
        localDate: '2026-11-20',
        windowTo: new Date('2026-11-20T09:00:00Z'),
        memo: { failed: 2 },
      });
      expect(await deliveries.lastSent('s2')).toBeUndefined();
    });

    it('knows the one that was due last, however it stands', async () => {
      const { deliveries } = await openWithHistory();
      const ref = { subscriptionId: 's1', localDate: '2026-11-21' };
      await deliveries.create([slot({ ...ref, dueAt: new Date('2026-11-21T09:00:00Z') })]);

      expect(await deliveries.newest('s1')).toMatchObject({ ...ref, state: 'open' });
      expect(await deliveries.newest('s2')).toBeUndefined();
    });

    it('counts as sent what is in the channel, though its replies may be under way', async () => {
      const { deliveries } = await openWithHistory();
      const ref = { subscriptionId: 's1', localDate: '2026-11-21' };
      const windowTo = new Date('2026-11-21T09:00:00Z');
      await deliveries.create([slot({ ...ref, dueAt: windowTo })]);
      await deliveries.claim(ref, 'a');
      await deliveries.freeze(ref, 'a', { ...FROZEN, windowTo });
      await deliveries.markSending(ref, 'a', 0);
      expect(await deliveries.lastSent('s1')).toMatchObject({ localDate: '2026-11-20' });

      await deliveries.savePart(ref, 'a', 0, part('k0', { ts: '1.1' }));
      await deliveries.markSending(ref, 'a', 1);

      expect(await deliveries.lastSent('s1')).toMatchObject({ ...ref, state: 'sending' });
    });

    it('knows of each subscription the newest that was written, one row and in one question', async () => {
      const { deliveries } = await openWithHistory();
      const other = { subscriptionId: 's2', localDate: '2026-11-20' };
      await deliveries.create([
        slot({ ...other, dueAt: new Date('2026-11-20T10:00:00Z') }),
        slot({ subscriptionId: 's1', localDate: '2026-11-21' }),
      ]);
      await deliveries.claim(other, 'a');
      await deliveries.freeze(other, 'a', FROZEN);

      const newest = async (dueAfter: string, ids = ['s1', 's2', 's3']) =>
        (await deliveries.newestWritten(ids, new Date(dueAfter)))
          .map(({ subscriptionId, localDate, state }) => `${subscriptionId} ${localDate} ${state}`)
          .toSorted();

      expect(await newest('2026-11-17T00:00:00Z')).toEqual([
        's1 2026-11-20 sent',
        's2 2026-11-20 frozen',
      ]);
      expect(await newest('2026-11-20T09:00:00Z')).toEqual(['s2 2026-11-20 frozen']);
      expect(await newest('2026-11-17T00:00:00Z', ['s1'])).toEqual(['s1 2026-11-20 sent']);
      expect(await newest('2026-11-17T00:00:00Z', [])).toEqual([]);
    });

    it('does not go by what was written while the clock stood more than a day ahead', async () => {
      const { deliveries, execute } = await openWithHistory();
      const late = "update deliveries set created_at = created_at + 90000000 where local_date = '";
      await execute(`${late}2026-11-20'`);

      expect(await deliveries.lastSent('s1')).toMatchObject({ localDate: '2026-11-18' });
      expect(await deliveries.newestWritten(['s1'], new Date(0))).toMatchObject([
        { localDate: '2026-11-18' },
      ]);
      expect(await deliveries.newest('s1')).toMatchObject({ localDate: '2026-11-19' });
    });

    it('knows what was missed after a moment', async () => {
      const { deliveries } = await openWithHistory();

      const dates = async (after: Date | undefined) =>
        (await deliveries.missedSince('s1', after)).map(({ localDate }) => localDate);

      expect(await dates(undefined)).toEqual(['2026-11-19']);
      expect(await dates(new Date('2026-11-19T09:00:00Z'))).toEqual([]);
    });
  });
});
