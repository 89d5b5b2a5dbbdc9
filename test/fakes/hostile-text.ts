import * as fc from 'fast-check';

/** Names that somebody may have chosen to disturb: mentions, marks, entities, directions, emoji, length. */
export const hostileText = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '<!channel>',
    '<!here|x> <@U012345> <https://evil.example|ok>',
    '*bold* _it_ ~no~ `code` ```',
    '&amp; & &lt;!channel&gt;',
    '👨‍👩‍👧‍👦'.repeat(30),
    '\u202egpj.exe\u202c\u0000\n\r\t',
    'x'.repeat(100),
    '&'.repeat(3000),
    '<'.repeat(3000),
    'é'.normalize('NFD').repeat(2000),
  ),
  fc.string({ unit: 'grapheme', maxLength: 200 }),
);
