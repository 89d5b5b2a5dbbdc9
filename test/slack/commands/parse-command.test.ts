import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/domain/user-error.ts';
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

  it('refuses what is too long to be a command, before it is read in every possible way', () => {
    expect(() => parseCommand(`show ${'a '.repeat(500)}`)).toThrow(UserError);
    expect(parseCommand(`show ${'a '.repeat(400)}`)).toMatchObject({ verb: 'show' });
  });
});
