import { expect, it } from 'vitest';
import { startPeer } from './subjects/peer.ts';

it('does not wait for a process that ended without an answer', async () => {
  // This file only tells how a peer is made, and ends.
  await expect(startPeer('peer.ts', [])).rejects.toThrow('ended without an answer');
});
