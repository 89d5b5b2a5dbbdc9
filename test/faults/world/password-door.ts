import { once } from 'node:events';
import type { Socket } from 'node:net';
import type { Opened } from '../case.ts';
import { standBeforePostgres } from './before-postgres.ts';

/** The server's messages to somebody who comes in. @see https://www.postgresql.org/docs/current/protocol-message-formats.html */
const ASK_FOR_PASSWORD = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 3]);
const REFUSAL = message('E', 'SFATAL\0VFATAL\0C28P01\0Mpassword authentication failed\0\0');

/** A way to a Postgres that lets everybody in, for those who know the password of the moment. */
export interface PasswordDoor {
  /** The database's address through the door, with the first password. */
  url: string;
  /** From now on this one is right; whoever is in stays in. */
  rotate: (password: string) => void;
  /** Connections that were refused since the last look. */
  refused: () => number;
}

/** Opens it on 127.0.0.1, before the server of that database. */
export async function startPasswordDoor(
  opened: Opened,
  databaseUrl: string,
  password: string,
): Promise<PasswordDoor> {
  let right = password;
  let refused = 0;
  async function letIn(client: Socket, reachServer: () => Socket): Promise<void> {
    const [startup] = (await once(client, 'data')) as [Buffer];
    client.write(ASK_FOR_PASSWORD);
    const [answer] = (await once(client, 'data')) as [Buffer];
    if (passwordIn(answer) !== right) {
      refused += 1;
      client.end(REFUSAL);
      return;
    }
    const upstream = reachServer();
    upstream.write(startup);
    upstream.pipe(client);
    client.pipe(upstream);
  }
  const url = await standBeforePostgres(opened, databaseUrl, (client, reachServer) => {
    client.on('error', () => client.destroy());
    letIn(client, reachServer).catch(() => client.destroy());
  });
  url.password = password;
  return {
    url: url.href,
    rotate: (next) => {
      right = next;
    },
    refused: () => {
      const count = refused;
      refused = 0;
      return count;
    },
  };
}

/** Of a message that begins with its type and length and ends with a zero. */
function passwordIn(answer: Buffer): string {
  return answer.subarray(5, -1).toString();
}

function message(type: string, body: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(4 + Buffer.byteLength(body));
  return Buffer.concat([Buffer.from(type), length, Buffer.from(body)]);
}
