import { describe, expect, it } from 'vitest';
import { describeOnEachDatabase } from './databases.ts';

await describeOnEachDatabase('settings', (open) => {
  it('gives back what was put last', async () => {
    const { storage } = await open();

    await storage.settings.put('board', { channel: 'C1', pages: [1, null, 'ü"'] });
    await storage.settings.put('board', { channel: 'C2' });

    expect(await storage.settings.get('board')).toEqual({ channel: 'C2' });
  });

  it('has nothing for what was never put', async () => {
    const { storage } = await open();

    expect(await storage.settings.get('other')).toBeUndefined();
  });

  it('put a value where there is none yet, once, whoever tries', async () => {
    const { storage, second } = await open();
    const other = await second();

    const put = await Promise.all(
      [storage, other, storage].map(({ settings }, n) => settings.putNew('met', n)),
    );

    expect(put.filter(Boolean)).toHaveLength(1);
    expect(await storage.settings.get('met')).toBe(put.indexOf(true));
    expect(await storage.settings.putNew('other', true)).toBe(true);
  });

  describe('turns', () => {
    const MINUTE_MS = 60_000;

    async function openWithTurn() {
      const opened = await open();
      await opened.storage.settings.takeTurn('round', 5 * MINUTE_MS);
      const move = (milliseconds: number) =>
        opened.execute(
          `update settings set value = cast(cast(value as bigint) + ${milliseconds} as text) where key = 'round'`,
        );
      const take = () => opened.storage.settings.takeTurn('round', 5 * MINUTE_MS);
      return { ...opened, move, take };
    }

    it('are taken by one of many', async () => {
      const { storage, second } = await open();
      const other = await second();

      const taken = await Promise.all(
        [storage, other, storage, other].map(({ settings }) => settings.takeTurn('round', 1000)),
      );

      expect(taken.filter(Boolean)).toHaveLength(1);
    });

    it('come again when their time has passed, and not before', async () => {
      const { move, take } = await openWithTurn();
      expect(await take()).toBe(false);

      await move(-4 * MINUTE_MS);
      expect(await take()).toBe(false);

      await move(-MINUTE_MS);
      expect(await take()).toBe(true);
      expect(await take()).toBe(false);
    });

    it('come when somebody says so', async () => {
      const { storage, take } = await openWithTurn();
      const now = await storage.now();
      await storage.settings.put('round', now.getTime() + 60 * MINUTE_MS);
      expect(await take()).toBe(false);

      await storage.settings.put('round', now.getTime() - 1);
      expect(await take()).toBe(true);
    });

    it.each(['null', '', '"soon"', '99999999999999999999'])(
      'come where what is kept is no moment but %j',
      async (value) => {
        const { execute, take } = await openWithTurn();
        await execute(`update settings set value = '${value}' where key = 'round'`);

        expect(await take()).toBe(true);
        expect(await take()).toBe(false);
      },
    );

    it('do not wait for a moment that a wrong clock set far ahead', async () => {
      const { move, take } = await openWithTurn();
      await move(24 * 60 * MINUTE_MS);

      expect(await take()).toBe(true);
    });
  });
});
