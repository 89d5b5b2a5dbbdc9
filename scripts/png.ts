import { crc32, deflateSync, inflateSync } from 'node:zlib';

/** An image as rows of red, green and blue, a byte each. */
export interface Pixels {
  width: number;
  height: number;
  rgb: Buffer;
}

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
const COLORS = 256;

/**
 * A screenshot with at most 256 colors, which text and flat areas do not miss: a third of its size.
 *
 * @throws {Error} for anything but what browsers write: 8 bits a channel, not interlaced.
 */
export function shrinkPng(png: Buffer): Buffer {
  return encodeIndexed(decodePng(png));
}

/** Reads a PNG of 8-bit RGB or RGBA; what is transparent keeps its color. */
export function decodePng(png: Buffer): Pixels {
  const chunks = readChunks(png);
  const header = chunks.find(({ type }) => type === 'IHDR')?.data ?? Buffer.alloc(13);
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const channels = { 2: 3, 6: 4 }[header[9] ?? 0];
  if (header[8] !== 8 || channels === undefined || header[12] !== 0) {
    throw new Error('not an 8-bit RGB or RGBA image without interlacing');
  }
  const data = chunks.filter(({ type }) => type === 'IDAT').map((chunk) => chunk.data);
  const raw = inflateSync(Buffer.concat(data));
  return { width, height, rgb: unfilter(raw, width, height, channels) };
}

function readChunks(png: Buffer): { type: string; data: Buffer }[] {
  const chunks: { type: string; data: Buffer }[] = [];
  for (let at = SIGNATURE.length; at + 8 <= png.length; ) {
    const length = png.readUInt32BE(at);
    const type = png.toString('latin1', at + 4, at + 8);
    chunks.push({ type, data: png.subarray(at + 8, at + 8 + length) });
    at += length + 12;
  }
  return chunks;
}

/** Takes back the differences that PNG stores: to the left, above, both, or the nearest of them. */
function unfilter(raw: Buffer, width: number, height: number, channels: number): Buffer {
  const stride = width * channels;
  const rows = Buffer.alloc(stride * height);
  const rgb = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (stride + 1)] ?? 0;
    for (let x = 0; x < stride; x += 1) {
      const at = y * stride + x;
      const left = x >= channels ? (rows[at - channels] ?? 0) : 0;
      const above = y > 0 ? (rows[at - stride] ?? 0) : 0;
      const corner = x >= channels && y > 0 ? (rows[at - stride - channels] ?? 0) : 0;
      const stored = raw[y * (stride + 1) + 1 + x] ?? 0;
      rows[at] = stored + predict(filter, left, above, corner);
    }
    for (let x = 0; x < width; x += 1) {
      rows.copy(rgb, (y * width + x) * 3, y * stride + x * channels, y * stride + x * channels + 3);
    }
  }
  return rgb;
}

/** @see https://www.w3.org/TR/png-3/#9Filters */
function predict(filter: number, left: number, above: number, corner: number): number {
  if (filter === 1) return left;
  if (filter === 2) return above;
  if (filter === 3) return Math.floor((left + above) / 2);
  if (filter !== 4) return 0;
  const [toLeft, toAbove, toCorner] = [left, above, corner].map((value) =>
    Math.abs(left + above - corner - value),
  );
  if ((toLeft ?? 0) <= (toAbove ?? 0) && (toLeft ?? 0) <= (toCorner ?? 0)) return left;
  return (toAbove ?? 0) <= (toCorner ?? 0) ? above : corner;
}

function encodeIndexed({ width, height, rgb }: Pixels): Buffer {
  const colors = commonColors(rgb);
  const nearest = new Map<number, number>();
  const raw = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const color = rgb.readUIntBE((y * width + x) * 3, 3);
      let index = nearest.get(color);
      if (index === undefined) {
        index = nearestOf(colors, color);
        nearest.set(color, index);
      }
      raw[y * (width + 1) + 1 + x] = index;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  const palette = Buffer.alloc(colors.length * 3);
  colors.forEach((color, index) => palette.writeUIntBE(color, index * 3, 3));
  return Buffer.concat([
    SIGNATURE,
    frame('IHDR', header),
    frame('PLTE', palette),
    frame('IDAT', deflateSync(raw, { level: 9 })),
    frame('IEND', Buffer.alloc(0)),
  ]);
}

/** The most used colors, no two of them so near that nobody tells them apart. */
function commonColors(rgb: Buffer): number[] {
  const counts = new Map<number, number>();
  for (let at = 0; at < rgb.length; at += 3) {
    const color = rgb.readUIntBE(at, 3);
    counts.set(color, (counts.get(color) ?? 0) + 1);
  }
  const byUse = [...counts].toSorted(([, a], [, b]) => b - a).map(([color]) => color);
  const shades = new Set<number>();
  const colors = byUse.filter((color) => {
    // The upper five bits of each channel.
    const shade = color & 0xf8f8f8;
    const isNew = !shades.has(shade);
    shades.add(shade);
    return isNew || (counts.get(color) ?? 0) > rgb.length / 3000;
  });
  return colors.slice(0, COLORS);
}

function nearestOf(colors: readonly number[], wanted: number): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  colors.forEach((color, index) => {
    const distance = [16, 8, 0].reduce((sum, shift) => {
      const difference = ((color >> shift) & 255) - ((wanted >> shift) & 255);
      return sum + difference * difference;
    }, 0);
    if (distance < least) [best, least] = [index, distance];
  });
  return best;
}

function frame(type: string, data: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(typed.length + 8);
  framed.writeUInt32BE(data.length, 0);
  typed.copy(framed, 4);
  framed.writeUInt32BE(crc32(typed), typed.length + 4);
  return framed;
}
