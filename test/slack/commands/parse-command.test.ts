import { describe, expect, it } from 'vitest';
import { parseCommand } from '../../../src/slack/commands/parse-command.ts';

describe('parseCommand', () => {
  it.each([
    ['', 'status', ''],
    ['   ', 'status', ''],
    ['help', 'help', ''],
    ['SHOW  shop-prod/orders-db   failed', 'show', 'shop-prod/orders-db failed'],
    ['show orders–db', 'show', 'orders-db'],
    ['destination “Nightly archive”', 'destination', '"Nightly archive"'],
    ['add-destination', 'add-destination', ''],
    ['add destination', 'add-destination', ''],
    ['—help', 'help', ''],
    ['--help', 'help', ''],
    ['destinations.', 'destinations', ''],
    ['show?', 'show', ''],
    ['?', 'help', ''],
    ['? show', 'help', 'show'],
  ])('reads %j as %s with %j', (text, verb, rest) => {
    expect(parseCommand(text)).toEqual({ kind: 'verb', verb, rest });
  });

  it.each([
    ['shwo orders-db', 'show', 'orders-db'],
    ['destnations', 'destinations', ''],
    ['list orders-db', 'show', 'orders-db'],
  ])('takes %j to mean %s', (text, verb, rest) => {
    expect(parseCommand(text)).toMatchObject({ kind: 'unknown', nearest: { verb, rest } });
  });

  it('does not guess when nothing is near', () => {
    expect(parseCommand('weather berlin')).toEqual({
      kind: 'unknown',
      typed: 'weather',
      nearest: undefined,
    });
  });
});
