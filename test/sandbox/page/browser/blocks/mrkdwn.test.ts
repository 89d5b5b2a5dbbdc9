import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Piece, parseMrkdwn } from '../../../../../sandbox/page/browser/blocks/mrkdwn.ts';

const text = (words: string): Piece => ({ kind: 'text', text: words });

describe('parseMrkdwn', () => {
  it.each<{ what: string; source: string; pieces: Piece[] }>([
    { what: 'plain words', source: 'plain words', pieces: [text('plain words')] },
    {
      what: 'bold, italic and struck words',
      source: '*b* _i_ ~s~',
      pieces: [
        { kind: 'bold', pieces: [text('b')] },
        text(' '),
        { kind: 'italic', pieces: [text('i')] },
        text(' '),
        { kind: 'strike', pieces: [text('s')] },
      ],
    },
    {
      what: 'one mark inside another',
      source: '*bold _both_*',
      pieces: [
        { kind: 'bold', pieces: [text('bold '), { kind: 'italic', pieces: [text('both')] }] },
      ],
    },
    { what: 'marks inside a word', source: 'a_b_c 2*3*4', pieces: [text('a_b_c 2*3*4')] },
    { what: 'marks beside spaces', source: '* not this *', pieces: [text('* not this *')] },
    { what: 'marks over two lines', source: '*one\ntwo*', pieces: [text('*one\ntwo*')] },
    {
      what: 'a mark behind a joiner, which is none',
      source: '*a\u200d*b*',
      pieces: [{ kind: 'bold', pieces: [text('a*b')] }],
    },
    { what: 'a tick behind a joiner', source: 'a \u200d`b\u200d`', pieces: [text('a `b`')] },
    {
      what: 'code, in which nothing else means anything',
      source: '`*a* &lt;b&gt;`',
      pieces: [{ kind: 'code', text: '*a* <b>' }],
    },
    { what: 'fenced code', source: '```\na\nb\n```', pieces: [{ kind: 'block', text: 'a\nb' }] },
    {
      what: 'a quote and what follows it',
      source: '&gt; quoted\nnot',
      pieces: [{ kind: 'quote', pieces: [text('quoted')] }, text('not')],
    },
    {
      what: 'links, with and without words',
      source: '<https://a.example/?x=1&amp;y=2|words> https://b.example.',
      pieces: [
        { kind: 'link', url: 'https://a.example/?x=1&y=2', text: 'words' },
        text(' '),
        { kind: 'link', url: 'https://b.example', text: 'https://b.example' },
        text('.'),
      ],
    },
    {
      what: 'people, channels, groups and everybody',
      source: '<@U1> <#C1|name> <!subteam^S1> <!here>',
      pieces: [
        { kind: 'user', id: 'U1', label: '' },
        text(' '),
        { kind: 'channel', id: 'C1', label: 'name' },
        text(' '),
        { kind: 'group', id: 'S1', label: '' },
        text(' '),
        { kind: 'broadcast', text: '@here' },
      ],
    },
    {
      what: 'a date',
      source: '<!date^1700000000^{date} at {time}|then>',
      pieces: [
        {
          kind: 'date',
          seconds: 1_700_000_000,
          format: '{date} at {time}',
          url: undefined,
          fallback: 'then',
        },
      ],
    },
    { what: 'a date without a time', source: '<!date^x^{date}|then>', pieces: [text('then')] },
    { what: 'entities once', source: '&amp;lt; &lt;b&gt;', pieces: [text('&lt; <b>')] },
  ])('reads $what', ({ source, pieces }) => {
    expect(parseMrkdwn(source)).toEqual(pieces);
  });

  it('loses no letter of words without marks, whatever they are', () => {
    const letters = fc.string({
      unit: fc.constantFrom('a', 'ß', '*', '_', '~', ' ', '\n', ':', '’'),
    });
    fc.assert(
      fc.property(letters, (source) => {
        const words = (pieces: Piece[]): string =>
          pieces
            .map((piece) =>
              'pieces' in piece ? words(piece.pieces) : 'text' in piece ? piece.text : '',
            )
            .join('');
        const bare = (some: string): string => some.replace(/[*_~]/g, '');
        expect(bare(words(parseMrkdwn(source)))).toBe(bare(source));
      }),
    );
  });
});
