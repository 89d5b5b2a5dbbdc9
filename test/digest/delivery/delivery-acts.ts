import type { Storage } from '../../../src/storage/open-storage.ts';

export const RUNNING = new AbortController().signal;

export function texts(messages: readonly { text: string }[]): string[] {
  return messages.map(({ text }) => text);
}

export async function pauseUntil(storage: Storage, pausedUntil: Date): Promise<void> {
  const stored = await storage.subscriptions.get('s1');
  const saved = stored && (await storage.subscriptions.save({ ...stored, pausedUntil }));
  if (saved === undefined) throw new Error('the subscription was not changed');
}
