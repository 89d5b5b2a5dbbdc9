import { expect, it } from 'vitest';
import { installationId } from '../src/installation.ts';
import { describeOnEachDatabase } from './storage/databases.ts';

await describeOnEachDatabase('the id of an installation', (open) => {
  it('is the same for all bots that start for the first time at once, and stays', async () => {
    for (let round = 0; round < 3; round += 1) {
      const { storage, second } = await open();
      const bots = [storage, await second(), await second()];

      const ids = await Promise.all(bots.map(({ settings }) => installationId(settings)));

      expect(new Set(ids).size).toBe(1);
      expect(ids[0]).not.toBe('');
      expect(await installationId(storage.settings)).toBe(ids[0]);
    }
  });

  it('differs between two stores', async () => {
    const [one, other] = [await open(), await open()];

    expect(await installationId(one.storage.settings)).not.toBe(
      await installationId(other.storage.settings),
    );
  });

  it.each(['42', '""', 'null', 'no JSON'])(
    'is never %s, which other bots might share',
    async (value) => {
      const { storage, execute } = await open();
      await installationId(storage.settings);
      await execute(`update settings set value = '${value}' where key = 'installation'`);

      await expect(installationId(storage.settings)).rejects.toMatchObject({
        kind: 'damaged',
        message: expect.stringContaining('Delete the row “installation” of its table settings'),
      });
    },
  );
});
