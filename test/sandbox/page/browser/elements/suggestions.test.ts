import { describe, expect, it } from 'vitest';
import { Suggestions } from '../../../../../sandbox/page/browser/elements/suggestions.ts';
import type { Json } from '../../../../../sandbox/page/wire.ts';

const NEW = [{ value: 'new' }];

describe('what the app suggests', () => {
  it('is the answer to the last question, also when an older one comes after it', async () => {
    const suggestions = new Suggestions(() => undefined);
    const old = Promise.withResolvers<Json[]>();

    const first = suggestions.ask(() => old.promise, 'n', 0);
    await suggestions.ask(() => Promise.resolve(NEW), 'new', 0);
    old.resolve([{ value: 'old' }]);
    await first;

    expect(suggestions.offered).toEqual(NEW);
    expect(suggestions.isLoading).toBe(false);
  });

  it('is nothing for less than the app wants to be asked for', async () => {
    const suggestions = new Suggestions(() => undefined);
    await suggestions.ask(() => Promise.resolve(NEW), 'new', 3);

    await suggestions.ask(() => Promise.reject(new Error('asked')), 'ne', 3);

    expect(suggestions.offered).toEqual([]);
  });
});
