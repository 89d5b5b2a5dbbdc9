import { describe, expect, it } from 'vitest';
import { judge } from './verdict.ts';

const MAIN = { channel: 'C1', ts: '1.0', text: 'Backups' };
const REPLIES = [
  { channel: 'C1', ts: '2.0', threadTs: '1.0', text: 'orders' },
  { channel: 'C1', ts: '3.0', threadTs: '1.0', text: 'billing' },
];
const SENT = { channel: 'C1', state: 'sent', timestamps: ['1.0', '2.0', '3.0'] };

describe('the verdict on a round', () => {
  it('finds nothing wrong with one digest and its replies', () => {
    expect(judge(['C1'], [MAIN, ...REPLIES], [SENT], 2)).toEqual({
      slots: 3,
      doubled: 0,
      lost: 0,
      problems: [],
    });
  });

  it.each([
    {
      what: 'a second digest',
      messages: [MAIN, ...REPLIES, { ...MAIN, ts: '4.0' }],
      found: { doubled: 1, lost: 0 },
    },
    {
      what: 'a second reply about the same',
      messages: [MAIN, ...REPLIES, { ...REPLIES[0], channel: 'C1', ts: '4.0', text: 'orders' }],
      found: { doubled: 1, lost: 0 },
    },
    {
      what: 'one reply twice in the place of the other',
      messages: [MAIN, ...REPLIES.map((reply) => ({ ...reply, text: 'orders' }))],
      found: { doubled: 0, lost: 0 },
    },
    { what: 'a reply too few', messages: [MAIN, REPLIES[0] ?? MAIN], found: { lost: 1 } },
    { what: 'no digest', messages: [], found: { lost: 3 } },
    {
      what: 'a reply in the thread of another message',
      messages: [MAIN, ...REPLIES.map((reply) => ({ ...reply, threadTs: '0.5' }))],
      found: { doubled: 0, lost: 0 },
    },
    {
      what: 'a message that nobody was promised',
      messages: [MAIN, ...REPLIES, { ...MAIN, channel: 'D1' }],
      found: { doubled: 0, lost: 0 },
    },
  ])('finds $what', ({ messages, found }) => {
    const verdict = judge(['C1'], messages, [SENT], 2);

    expect(verdict).toMatchObject(found);
    expect(verdict.problems).not.toEqual([]);
  });

  it.each([
    { what: 'not planned', deliveries: [] },
    { what: 'given up', deliveries: [{ ...SENT, state: 'missed' }] },
    { what: 'recorded elsewhere', deliveries: [{ ...SENT, timestamps: ['1.0', '2.0', '9.0'] }] },
  ])('finds a digest that the store has as $what', ({ deliveries }) => {
    expect(judge(['C1'], [MAIN, ...REPLIES], deliveries, 2).problems).not.toEqual([]);
  });

  it('finds replies that were not even written down', () => {
    const { lost, problems } = judge(['C1'], [MAIN], [{ ...SENT, timestamps: ['1.0'] }], 2);

    expect(lost).toBe(2);
    expect(problems).not.toEqual([]);
  });
});
