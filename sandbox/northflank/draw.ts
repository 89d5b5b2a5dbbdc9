/** A number from 0 up to, but not including, 1 that depends on nothing but the key. */
export function draw(key: string): number {
  return hash(key) / 2 ** 32;
}

/** A hexadecimal id of 24 digits, as Northflank's schedules have, that depends on nothing but the key. */
export function objectId(key: string): string {
  return [0, 1, 2].map((part) => hash(`${part}/${key}`).toString(16).padStart(8, '0')).join('');
}

/** FNV-1a over the characters, then a finisher that spreads neighbouring keys over all 32 bits. */
function hash(key: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) {
    h = Math.imul(h ^ key.charCodeAt(i), 0x01000193);
  }
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
