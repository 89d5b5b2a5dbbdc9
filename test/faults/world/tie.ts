import type { Socket } from 'node:net';

/**
 * Ends each of two connections with the other.
 *
 * @param open holds both for as long as they stand.
 */
export function tie(one: Socket, other: Socket, open: Set<Socket>): void {
  for (const [socket, twin] of [
    [one, other],
    [other, one],
  ] as const) {
    open.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      open.delete(socket);
      twin.destroy();
    });
  }
}
