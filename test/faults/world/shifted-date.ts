import { readFileSync } from 'node:fs';

/**
 * Loaded before the bot: the machine's wall clock is somebody else's to set.
 *
 * `FAULTS_SHIFT` is a file with the milliseconds by which it is off. Timers go on as they were, as they
 * do when an administrator or a time server sets a clock.
 */
const file = process.env['FAULTS_SHIFT'] ?? '';
const RealDate = Date;

function shiftedNow(): number {
  return RealDate.now() + Number(readFileSync(file, 'utf8'));
}

globalThis.Date = new Proxy(RealDate, {
  construct: (target, parameters, newTarget) =>
    Reflect.construct(target, parameters.length === 0 ? [shiftedNow()] : parameters, newTarget),
  apply: () => new RealDate(shiftedNow()).toString(),
  get: (target, name, receiver) =>
    name === 'now' ? shiftedNow : Reflect.get(target, name, receiver),
});
