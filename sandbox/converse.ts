import { createInterface } from 'node:readline/promises';
import type { Said } from './say.ts';

const HELP = 'Type a command such as: /backups show shop-prod/orders-db   (Ctrl-C ends)';

/** Takes commands at a prompt, one after the other, until the input ends. */
export async function converse(
  say: (line: string) => Promise<Said>,
  { input, output }: { input: NodeJS.ReadableStream; output: NodeJS.WritableStream },
): Promise<void> {
  const prompt = createInterface({ input, output, prompt: '> ' });
  let ended = false;
  prompt.once('close', () => {
    ended = true;
  });
  output.write(`${HELP}\n`);
  prompt.prompt();
  for await (const line of prompt) {
    if (line.trim() !== '') output.write(`${(await say(line)).text}\n`);
    // The input may have ended while the answer was under way.
    if (!ended) prompt.prompt();
  }
}
