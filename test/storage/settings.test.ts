import { expect, it } from 'vitest';
import { describeOnEachDatabase } from './databases.ts';

await describeOnEachDatabase('settings', (open) => {
  it('gives back what was put last', async () => {
    const { storage } = await open();

    await storage.settings.put('board', { channel: 'C1', pages: [1, null, 'ü"'] });
    await storage.settings.put('board', { channel: 'C2' });

    expect(await storage.settings.get('board')).toEqual({ channel: 'C2' });
  });

  it('has nothing for what was never put or was removed', async () => {
    const { storage } = await open();
    await storage.settings.put('board', false);

    await storage.settings.remove('board');

    expect(await storage.settings.get('board')).toBeUndefined();
    expect(await storage.settings.get('other')).toBeUndefined();
  });
});
