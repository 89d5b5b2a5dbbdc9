import { describe, expect, it } from 'vitest';
import { readOptions } from '../../sandbox/options.ts';

describe('readOptions', () => {
  it('reads every option', () => {
    const args = ['--seed', '7', '--port', '8080', '--now', '2026-11-21T06:00Z', '--say', 'help'];

    expect(readOptions(args)).toEqual({
      say: 'help',
      seed: 7,
      port: 8080,
      start: new Date('2026-11-21T06:00Z'),
      withoutBot: false,
    });
  });

  it('leaves out what is not given', () => {
    expect(readOptions([])).toEqual({
      say: undefined,
      seed: undefined,
      port: undefined,
      start: undefined,
      withoutBot: false,
    });
  });

  it.each([
    { args: ['--port', '70000'], complaint: /--port takes a whole number up to 65535/ },
    { args: ['--seed', 'x'], complaint: /--seed takes a whole number/ },
    { args: ['--seed', ''], complaint: /--seed takes a whole number/ },
    { args: ['--now', 'soon'], complaint: /--now takes a moment such as/ },
    { args: ['--without-bot', '--now', '2026-11-21T06:00Z'], complaint: /real time/ },
    { args: ['--without-bot', '--say', 'help'], complaint: /neither --say nor --now/ },
    { args: ['--nwo', 'soon'], complaint: /--nwo/ },
    { args: ['status'], complaint: /'status'/ },
  ])('refuses $args with its name', ({ args, complaint }) => {
    expect(() => readOptions(args)).toThrow(complaint);
  });

  it('tells who asks for help, or slips, which options there are', () => {
    expect(() => readOptions(['--help'])).toThrow(
      "Unknown option '--help'. There is --say, --seed, --port, --now and --without-bot.",
    );
  });
});
