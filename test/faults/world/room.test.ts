import { describe, expect, it } from 'vitest';
import { createRoom } from './room.ts';

/** Asks for room in order, and tells who has got it. */
function ask(size: number, wishes: readonly { name: string; size: number; urgent?: boolean }[]) {
  const room = createRoom(size);
  const inside: string[] = [];
  for (const wish of wishes) {
    void room.take(wish.size, wish.urgent).then(() => inside.push(wish.name));
  }
  return { room, inside };
}

describe('room', () => {
  it('lets in as many as it holds, the others in their order as it is given back', async () => {
    const { room, inside } = ask(3, [
      { name: 'a', size: 1 },
      { name: 'b', size: 2 },
      { name: 'c', size: 2 },
      { name: 'd', size: 1 },
    ]);
    await Promise.resolve();
    expect(inside).toEqual(['a', 'b']);

    room.give(1);
    await Promise.resolve();
    expect(inside).toEqual(['a', 'b']);

    room.give(2);
    await Promise.resolve();
    expect(inside).toEqual(['a', 'b', 'c', 'd']);
  });

  it('lets in who is urgent before all others that wait', async () => {
    const { room, inside } = ask(1, [
      { name: 'inside', size: 1 },
      { name: 'patient', size: 1 },
      { name: 'urgent', size: 1, urgent: true },
      { name: 'urgent too', size: 1, urgent: true },
    ]);

    for (let given = 0; given < 3; given += 1) room.give(1);
    await Promise.resolve();

    expect(inside).toEqual(['inside', 'urgent', 'urgent too', 'patient']);
  });
});
