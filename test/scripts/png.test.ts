import { crc32, deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decodePng, shrinkPng } from '../../scripts/png.ts';

const WIDTH = 3;
/** Two rows of three pixels. */
const ROWS = [
  [255, 0, 0, 0, 255, 0, 0, 0, 255],
  [255, 10, 0, 5, 255, 0, 0, 7, 255],
];

function chunk(type: string, data: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(typed.length + 8);
  framed.writeUInt32BE(data.length, 0);
  typed.copy(framed, 4);
  framed.writeUInt32BE(crc32(typed), typed.length + 4);
  return framed;
}

/** The picture with its second row stored as differences: 0 none, 1 left, 2 above, 3 both, 4 nearest. */
function picture(filter: number, depth = 8): Buffer {
  const [first = [], second = []] = ROWS;
  const stored = second.map((value, x) => {
    const left = second[x - 3] ?? 0;
    const above = first[x] ?? 0;
    const corner = first[x - 3] ?? 0;
    const nearest = [left, above, corner].toSorted(
      (a, b) => Math.abs(left + above - corner - a) - Math.abs(left + above - corner - b),
    );
    const guess = [0, left, above, Math.floor((left + above) / 2), nearest[0] ?? 0][filter] ?? 0;
    return (value - guess + 256) % 256;
  });
  const header = Buffer.alloc(13);
  header.writeUInt32BE(WIDTH, 0);
  header.writeUInt32BE(ROWS.length, 4);
  header.set([depth, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.from([0, ...first, filter, ...stored]))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

describe('decodePng', () => {
  it.each([0, 1, 2, 3, 4])('reads rows stored by filter %i', (filter) => {
    expect(decodePng(picture(filter))).toEqual({
      width: WIDTH,
      height: 2,
      rgb: Buffer.from(ROWS.flat()),
    });
  });

  it('refuses what browsers do not write', () => {
    expect(() => decodePng(picture(0, 16))).toThrow('not an 8-bit');
  });
});

describe('shrinkPng', () => {
  it('keeps the size and merges colors that nobody tells apart', () => {
    const small = shrinkPng(picture(0));

    const palette = small.indexOf('PLTE');
    expect([small.readUInt32BE(16), small.readUInt32BE(20)]).toEqual([WIDTH, 2]);
    expect(small.readUInt32BE(palette - 4)).toBeLessThanOrEqual(6 * 3);
    expect(small.subarray(palette + 4).includes(Buffer.from([255, 0, 0]))).toBe(true);
  });
});
