import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { listenLocally } from '../../../sandbox/local-server.ts';
import type { Opened } from '../case.ts';
import { tie } from './tie.ts';

/** Is given each client, and what connects that client with the server behind: the two end together. */
export type Receive = (client: Socket, reachServer: () => Socket) => void;

/**
 * Stands before a Postgres server on 127.0.0.1, until the case ends.
 *
 * @param databaseUrl of the database behind.
 * @returns its address by this way.
 */
export async function standBeforePostgres(
  { opened }: Opened,
  databaseUrl: string,
  receive: Receive,
): Promise<URL> {
  const url = new URL(databaseUrl);
  const behind = { host: url.hostname, port: Number(url.port || 5432) };
  const sockets = new Set<Socket>();
  const server = createServer((client) =>
    receive(client, () => {
      const upstream = connect(behind);
      tie(client, upstream, sockets);
      return upstream;
    }),
  );
  const port = await listenLocally(server, 0);
  opened.defer(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  });
  url.hostname = '127.0.0.1';
  url.port = String(port);
  return url;
}
