import { describe, expect, it } from 'vitest';
import {
  addDueLine,
  hashParts,
  keyParts,
  labelRepeat,
  simplify,
} from '../../../src/digest/delivery/parts.ts';

const REF = { subscriptionId: 's1', localDate: '2026-11-21' };
const PART = { key: 'k', text: '2 failed', blocks: [{ type: 'header' }] };

describe('keys', () => {
  const keysOf = (ref = REF, installation = 'T1') =>
    keyParts([PART, PART], ref, installation).map(({ key }) => key);

  it('are the same after every restart', () => {
    expect(keysOf()).toEqual(keysOf());
  });

  it('differ by part, subscription, date and installation', () => {
    const keys = [
      ...keysOf(),
      ...keysOf({ ...REF, subscriptionId: 's2' }),
      ...keysOf({ ...REF, localDate: '2026-11-22' }),
      ...keysOf(REF, 'T2'),
    ];

    expect(new Set(keys).size).toBe(8);
  });
});

describe('hashParts', () => {
  it('changes with whatever people would see', () => {
    const before = hashParts([PART]);

    expect(hashParts([{ ...PART }])).toBe(before);
    expect(hashParts([{ ...PART, text: '3 failed' }])).not.toBe(before);
    expect(hashParts([{ ...PART, blocks: [] }])).not.toBe(before);
    expect(hashParts([PART, PART])).not.toBe(before);
  });
});

describe('simplify', () => {
  it('goes from the blocks to the plain ones, to text alone, to nothing', () => {
    const plain = simplify({ ...PART, plainBlocks: [{ type: 'section' }] });
    const bare = plain && simplify(plain);

    expect(plain).toMatchObject({ text: '2 failed', blocks: [{ type: 'section' }] });
    expect(bare).toMatchObject({ text: '2 failed', blocks: [] });
    expect(bare && simplify(bare)).toBeUndefined();
  });
});

describe('addDueLine', () => {
  it('stands under the text and the blocks, however often it is added', () => {
    const once = addDueLine({ ...PART, plainBlocks: [{ type: 'section' }] }, 'Due at 9');

    expect(once.text).toBe('2 failed\nDue at 9');
    expect(once.blocks).toMatchObject([{ type: 'header' }, { type: 'context' }]);
    expect(once.plainBlocks).toMatchObject([{ type: 'section' }, { type: 'context' }]);
    expect(addDueLine(labelRepeat(once), 'Due at 9')).toEqual(labelRepeat(once));
  });

  it('leaves a part of text alone without blocks', () => {
    expect(addDueLine({ ...PART, blocks: [] }, 'Due at 9').blocks).toEqual([]);
  });
});

describe('labelRepeat', () => {
  it('says so first, in the text and above the blocks', () => {
    const labelled = labelRepeat({ ...PART, plainBlocks: [{ type: 'section' }] });

    expect(labelled.text).toMatch(/^Possible repeat: .* 2 failed$/);
    expect(labelled.blocks).toMatchObject([{ type: 'context' }, { type: 'header' }]);
    expect(labelled.plainBlocks).toMatchObject([{ type: 'context' }, { type: 'section' }]);
  });

  it('says so once however often it is repeated', () => {
    const labelled = labelRepeat(PART);

    expect(labelRepeat(labelled)).toEqual(labelled);
  });

  it('leaves a part of text alone without blocks', () => {
    expect(labelRepeat({ ...PART, blocks: [] }).blocks).toEqual([]);
  });
});
