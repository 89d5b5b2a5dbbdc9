import { expect, it } from 'vitest';
import { describeOnEachDatabase, START } from './databases.ts';

await describeOnEachDatabase('acts', (open) => {
  it('sees a key for the first time only once', async () => {
    const { storage } = await open();

    const answers = [
      await storage.acts.firstTime('command:1', START),
      await storage.acts.firstTime('command:1', START),
      await storage.acts.firstTime('command:2', START),
    ];

    expect(answers).toEqual([true, false, true]);
  });

  it('lets exactly one of many win who ask at once, also from two bots', async () => {
    const { storage, second } = await open();
    const other = await second();
    const bots = [storage, other, storage, other, storage, other, storage, other];

    const answers = await Promise.all(bots.map((bot) => bot.acts.firstTime('click:1', START)));

    expect(answers.filter(Boolean)).toHaveLength(1);
  });

  it('takes keys of any form as they are', async () => {
    const { storage } = await open();
    const hostile = `'; drop table acts; --\u{1f4a5} ${'x'.repeat(3000)}`;

    expect(await storage.acts.firstTime(hostile, START)).toBe(true);
    expect(await storage.acts.firstTime(hostile, START)).toBe(false);
  });
});
