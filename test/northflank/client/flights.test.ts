import { describe, expect, it } from 'vitest';
import { createFlights } from '../../../src/northflank/client/flights.ts';
import { errorOf } from '../local-server.ts';

const FOREVER = new AbortController().signal;

describe('createFlights', () => {
  it('starts the work once for all who ask meanwhile, and anew afterwards', async () => {
    const flights = createFlights<number>();
    let started = 0;
    const gate = Promise.withResolvers<void>();
    const work = async () => {
      started += 1;
      await gate.promise;
      return started;
    };

    const answers = [flights.join('k', FOREVER, work), flights.join('k', FOREVER, work)];
    expect(flights.has('k')).toBe(true);
    gate.resolve();

    expect(await Promise.all(answers)).toEqual([1, 1]);
    expect(flights.has('k')).toBe(false);
    expect(await flights.join('k', FOREVER, work)).toBe(2);
  });

  it('keeps different questions apart', async () => {
    const flights = createFlights<string>();

    expect(
      await Promise.all([
        flights.join('a', FOREVER, async () => 'a'),
        flights.join('b', FOREVER, async () => 'b'),
      ]),
    ).toEqual(['a', 'b']);
  });

  it('lets one caller leave without disturbing the others', async () => {
    const flights = createFlights<string>();
    const leaver = new AbortController();
    const gate = Promise.withResolvers<string>();
    let workSignal: AbortSignal | undefined;
    const work = async (signal: AbortSignal) => {
      workSignal = signal;
      return gate.promise;
    };

    const left = errorOf(flights.join('k', leaver.signal, work));
    const stayed = flights.join('k', FOREVER, work);
    leaver.abort(new Error('enough'));

    expect(await left).toEqual(new Error('enough'));
    expect(workSignal?.aborted).toBe(false);
    gate.resolve('answer');
    expect(await stayed).toBe('answer');
  });

  it('stops the work when the last caller has left, and does not offer it to the next', async () => {
    const flights = createFlights<string>();
    const leaver = new AbortController();
    const signals: AbortSignal[] = [];
    const work = async (signal: AbortSignal) => {
      signals.push(signal);
      return signals.length === 1 ? Promise.withResolvers<string>().promise : 'fresh';
    };

    const left = errorOf(flights.join('k', leaver.signal, work));
    leaver.abort();
    await left;

    expect(signals[0]?.aborted).toBe(true);
    expect(await flights.join('k', FOREVER, work)).toBe('fresh');
  });

  it('starts nothing for a caller who has already left', async () => {
    const flights = createFlights<string>();

    await expect(
      flights.join('k', AbortSignal.abort(new Error('gone')), async () => 'answer'),
    ).rejects.toThrow('gone');
    expect(flights.has('k')).toBe(false);
  });

  it('hands a failure to everybody and then forgets it', async () => {
    const flights = createFlights<string>();
    const fail = async () => Promise.reject(new Error('down'));

    const failures = await Promise.all([
      errorOf(flights.join('k', FOREVER, fail)),
      errorOf(flights.join('k', FOREVER, fail)),
    ]);

    expect(failures).toEqual([new Error('down'), new Error('down')]);
    expect(await flights.join('k', FOREVER, async () => 'up')).toBe('up');
  });
});
