import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { converse } from '../../sandbox/converse.ts';

it('answers line by line at a prompt until the input ends', async () => {
  const input = new PassThrough();
  const output = new PassThrough();
  const asked: string[] = [];
  input.end('help\n\nstatus\n');

  await converse(
    async (line) => {
      asked.push(line);
      return { text: `answer to ${line}`, answered: true };
    },
    { input, output },
  );

  output.end();
  expect(asked).toEqual(['help', 'status']);
  const written = await text(output);
  expect(written).toMatch(/^Type a command/);
  expect(written.match(/answer to \w+/g)).toEqual(['answer to help', 'answer to status']);
});
