import { describe, expect, it } from 'vitest';
import { drawRooms, withDiagram } from '../../scripts/draw-rooms.ts';

describe('drawRooms', () => {
  it('counts files and the imports between rooms, not those within one', () => {
    const diagram = drawRooms([
      { file: 'main.ts', imports: ['slack/reply.ts', 'bot.ts', 'domain/backup.ts'] },
      { file: 'bot.ts', imports: ['slack/reply.ts'] },
      { file: 'slack/reply.ts', imports: ['slack/deep/blocks.ts', 'domain/backup.ts'] },
      { file: 'slack/deep/blocks.ts', imports: ['domain/backup.ts'] },
      { file: 'domain/backup.ts', imports: [] },
    ]);

    expect(diagram.split('\n')).toEqual([
      'flowchart TD',
      '  domain["domain<br/>1 file"]',
      '  slack["slack<br/>2 files"]',
      '  wiring["main, bot and wiring<br/>2 files"]',
      '  slack -->|2| domain',
      '  wiring -->|1| domain',
      '  wiring -->|2| slack',
      '',
    ]);
  });
});

describe('withDiagram', () => {
  it('replaces the one block and leaves the prose', () => {
    const page = 'Before.\n\n```mermaid\nold $1\n```\n\nAfter.\n';

    expect(withDiagram(page, 'new $&\n')).toBe('Before.\n\n```mermaid\nnew $&\n```\n\nAfter.\n');
  });

  it('refuses a page without a block', () => {
    expect(() => withDiagram('Nothing here.\n', 'new\n')).toThrow('no mermaid block');
  });
});
