import { describe, expect, it } from 'vitest';
import { actions, button, cutMrkdwn, sectionsOf } from '../../../src/slack/block-kit/blocks.ts';

describe('button', () => {
  it('is left out where its value would have to be cut', () => {
    expect(button('show_addon', 'Show', 'x'.repeat(2001))).toBeUndefined();
    expect(button('show_addon', 'Show', '')).toBeUndefined();
  });

  it('shortens its label visibly', () => {
    expect(button('show_addon', 'x'.repeat(100), 'v')?.text.text).toBe(`${'x'.repeat(74)}…`);
  });
});

describe('actions', () => {
  it('is no block at all without a button', () => {
    expect(actions([undefined])).toEqual([]);
  });
});

describe('cutMrkdwn', () => {
  it.each([
    ['short', 10, 'short'],
    ['', 10, '—'],
    ['0123456789', 5, '0123…'],
    ['abc &amp; def', 8, 'abc …'],
    ['at <!date^1^{time}|2026>', 20, 'at …'],
    ['a family 👨‍👩‍👧', 12, 'a family …'],
  ])('cuts "%s" to %i as "%s"', (text, max, cut) => {
    expect(cutMrkdwn(text, max)).toBe(cut);
  });
});

describe('sectionsOf', () => {
  it('keeps lines whole and sections within the limit', () => {
    const lines = Array.from({ length: 7 }, (_, index) => `${index}`.repeat(1000));

    const texts = sectionsOf(lines).map(({ text }) => text?.text ?? '');

    expect(texts.join('\n').split('\n')).toEqual(lines);
    expect(texts.map(({ length }) => length)).toEqual([2001, 2001, 2001, 1000]);
  });
});
