import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { expect, it, onTestFinished, vi } from 'vitest';
import { openStorage } from '../../../src/storage/open-storage.ts';
import { createTracing } from '../../../src/telemetry/tracing.ts';
import { SILENT } from '../../fakes/log.ts';
import { recordedLog } from '../../fakes/recorded-log.ts';
import { CUT, PASS } from '../../faults/world/gate.ts';
import { startPostgresGate } from '../../faults/world/postgres-gate.ts';
import { describeOnPostgres, START, temporarySchema } from '../databases.ts';

const deps = { now: () => START, log: SILENT };

/** A cable between bot and server that can be pulled. */
async function startCable(url: string) {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  let plugged = true;
  let onBytes: (() => void) | undefined;
  const cable = createServer((client) => {
    if (!plugged) {
      client.destroy();
      return;
    }
    const server = connect(Number(target.port || 5432), target.hostname);
    for (const socket of [client, server]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
    }
    client.on('data', () => onBytes?.());
    client.pipe(server).pipe(client);
  });
  await new Promise<void>((resolve) => {
    cable.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    cable.close();
  });
  const through = new URL(url);
  through.host = `127.0.0.1:${(cable.address() as AddressInfo).port}`;
  return {
    url: through.href.replaceAll('+', '%20'),
    pull: () => {
      plugged = false;
      for (const socket of sockets) socket.destroy();
    },
    plug: () => {
      plugged = true;
    },
    /** From now on these connections carry no answers, and resolves when the next question goes in. */
    mute: () => {
      for (const socket of sockets) socket.unpipe().resume();
      return new Promise<void>((resolve) => {
        onBytes = resolve;
      });
    },
  };
}

await describeOnPostgres('the server', (server) => {
  it('once lost is an error that says so, turns health red, and heals when it is back', async () => {
    const cable = await startCable((await temporarySchema(server)).url);
    const storage = await openStorage(cable.url, deps);
    onTestFinished(() => storage.close());

    cable.pull();
    await expect(storage.acts.firstTime('click', START)).rejects.toMatchObject({
      kind: 'unavailable',
    });
    expect(await storage.health()).toEqual(['The store is not reachable']);
    cable.plug();

    expect(await storage.health()).toEqual([]);
    expect(await storage.acts.firstTime('click', START)).toBe(true);
  });

  it('that is lost while a connection is set up ends a start with the reason, and keeps no place', async () => {
    await using opened = new AsyncDisposableStack();
    const gate = await startPostgresGate(
      { opened },
      (await temporarySchema(server)).url,
      ({ call, phase }) => (call === 'set' && phase === 'done' ? CUT : PASS),
    );

    await expect(openStorage(gate, deps)).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('that ends a connection in a transaction ends neither the process nor later work', async () => {
    const { url, name } = await temporarySchema(server);
    const storage = await openStorage(url, deps);
    onTestFinished(() => storage.close());
    await server.query(
      `create function ${name}.cut() returns trigger as $$ begin perform pg_terminate_backend(pg_backend_pid()); return new; end $$ language plpgsql;
       create trigger cut before insert on ${name}.subscriptions for each row execute function ${name}.cut()`,
    );
    const wish = { channelId: 'C1', time: '09:00', timeZone: 'UTC', days: [0] };

    await expect(storage.subscriptions.ensureFromEnvironment(wish, START)).rejects.toMatchObject({
      kind: 'unavailable',
    });

    expect(await storage.acts.firstTime('click', START)).toBe(true);
  });

  it('gives up a statement that takes too long for daily work', async () => {
    const { url, name } = await temporarySchema(server);
    const storage = await openStorage(url, deps);
    onTestFinished(() => storage.close());
    const holder = await server.connect();
    await holder.query(`begin; lock table ${name}.acts in access exclusive mode`);
    onTestFinished(async () => {
      await holder.query('rollback');
      holder.release();
    });

    await expect(storage.acts.firstTime('click', START)).rejects.toMatchObject({
      kind: 'unavailable',
      // By the server, before our own patience ends: it stops waiting for the lock as well.
      cause: { code: '55P03' },
    });
  });

  it('that is lost while nobody asks is noted, and ends nothing', async () => {
    const cable = await startCable((await temporarySchema(server)).url);
    const noted = Promise.withResolvers<string>();
    const log = { ...SILENT, warn: noted.resolve };
    const storage = await openStorage(cable.url, { ...deps, log });
    onTestFinished(() => storage.close());

    cable.pull();
    expect(await noted.promise).toBe('storage_connection_lost');
    cable.plug();

    expect(await storage.acts.firstTime('click', START)).toBe(true);
  });

  it('that is lost is not laid to the work that once opened the connection', async () => {
    const cable = await startCable((await temporarySchema(server)).url);
    const tracing = createTracing();
    const recorded = recordedLog();
    const storage = await openStorage(cable.url, { ...deps, log: tracing.marking(recorded) });
    onTestFinished(() => storage.close());
    await tracing.run({ reference: 'a click' }, () =>
      Promise.all(['a', 'b', 'c'].map((key) => storage.settings.get(key))),
    );

    cable.pull();
    await vi.waitFor(() => expect(recorded.lines.length).toBeGreaterThan(1));

    expect(recorded.lines.map(({ event, fields }) => [event, fields['reference']])).toEqual(
      recorded.lines.map(() => ['storage_connection_lost', undefined]),
    );
  });

  it('that falls silent is given up, and its connection is not used again', async () => {
    const cable = await startCable((await temporarySchema(server)).url);
    const storage = await openStorage(cable.url, deps);
    onTestFinished(() => storage.close());
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => {
      vi.useRealTimers();
    });

    const asked = cable.mute();
    const answer = storage.acts.firstTime('click', START).catch((error: unknown) => error);
    await asked;
    vi.advanceTimersByTime(7_000);

    expect(await answer).toMatchObject({ kind: 'unavailable' });
    expect(await storage.acts.firstTime('other', START)).toBe(true);
  });

  it('many bots may start at once on an empty Postgres', async () => {
    const { url } = await temporarySchema(server);

    const bots = await Promise.all(Array.from({ length: 5 }, () => openStorage(url, deps)));

    onTestFinished(async () => {
      await Promise.all(bots.map((bot) => bot.close()));
    });
    const answers = await Promise.all(bots.map((bot) => bot.acts.firstTime('click', START)));
    expect(answers.filter(Boolean)).toHaveLength(1);
  });

  it('a Postgres written by a newer version is refused', async () => {
    const { name, url } = await temporarySchema(server);
    await (await openStorage(url, deps)).close();
    await server.query(
      `insert into ${name}.kysely_migration values ('999-later', '2030-01-01T00:00:00Z')`,
    );

    await expect(openStorage(url, deps)).rejects.toMatchObject({ kind: 'newer' });
  });

  it('tables of another schema are none of ours', async () => {
    const { url: newer, name } = await temporarySchema(server);
    await (await openStorage(newer, deps)).close();
    await server.query(
      `insert into ${name}.kysely_migration values ('999-later', '2030-01-01T00:00:00Z')`,
    );
    const { url } = await temporarySchema(server);

    const storage = await openStorage(url, deps);

    onTestFinished(() => storage.close());
    expect(await storage.acts.firstTime('click', START)).toBe(true);
  });
});
