import type { Socket } from 'node:net';
import type { Opened } from '../case.ts';
import { standBeforePostgres } from './before-postgres.ts';
import { type Interfere, nextId, type Phase } from './gate.ts';

/** Frontend messages after which the server answers. @see https://www.postgresql.org/docs/current/protocol-message-formats.html */
const SYNC = 'S';
const QUERY = 'Q';
const PARSE = 'P';
/** The server's word that it is ready for the next statement. */
const READY = 'Z';

/**
 * Opens a gate before a Postgres server: passes statements on one by one, and lets somebody interfere
 * before each (`request`), when the server has done it (`done`) and when the answer is out (`answered`).
 *
 * @param databaseUrl of the database behind.
 * @returns its address through the gate.
 */
export async function startPostgresGate(
  opened: Opened,
  databaseUrl: string,
  interfere: Interfere,
): Promise<string> {
  const url = await standBeforePostgres(opened, databaseUrl, (client, reachServer) =>
    watch(client, reachServer(), interfere),
  );
  return url.href;
}

/** Lets one connection's statements through; `pg` waits for each answer before it asks again. */
function watch(client: Socket, upstream: Socket, interfere: Interfere): void {
  const statement = { id: 0, call: '', body: '' };
  const asked: Buffer[] = [];
  const answered: Buffer[] = [];
  let isGreeted = false;

  async function goesOn(phase: Phase): Promise<boolean> {
    const deed = await interfere({ ...statement, phase, answer: '' });
    if (deed.do === 'cut' || deed.do === 'late') client.destroy();
    return deed.do === 'pass';
  }
  /** Statements are told of only after the greeting, which ends with the server's first word of readiness. */
  async function onAsked(type: string, message: Buffer): Promise<void> {
    asked.push(message);
    if (type === PARSE || type === QUERY) {
      statement.id = nextId();
      statement.body = textOf(type, message);
      statement.call = nameOf(statement.body);
    }
    if (isGreeted && type !== SYNC && type !== QUERY && type !== 'X') return;
    if (isGreeted && type !== 'X' && !(await goesOn('request'))) return;
    upstream.write(Buffer.concat(asked.splice(0)));
  }
  async function onAnswered(type: string, message: Buffer): Promise<void> {
    answered.push(message);
    if (isGreeted && type !== READY) return;
    if (isGreeted && !(await goesOn('done'))) return;
    client.write(Buffer.concat(answered.splice(0)));
    if (isGreeted) await goesOn('answered');
    if (type === READY) isGreeted = true;
  }
  inMessages(client, true, onAsked);
  inMessages(upstream, false, onAnswered);
}

/** Calls back for each message in turn, the next only when the last one is dealt with. */
function inMessages(
  socket: Socket,
  beginsUntyped: boolean,
  onMessage: (type: string, message: Buffer) => Promise<void>,
): void {
  let rest: Buffer = Buffer.alloc(0);
  let isUntyped = beginsUntyped;
  let turn = Promise.resolve();
  socket.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const typeLength = isUntyped ? 0 : 1;
      if (rest.length < typeLength + 4) return;
      const length = typeLength + rest.readInt32BE(typeLength);
      if (rest.length < length) return;
      const type = isUntyped ? '' : String.fromCharCode(rest[0] ?? 0);
      const message = rest.subarray(0, length);
      rest = rest.subarray(length);
      isUntyped = false;
      turn = turn.then(() => onMessage(type, message)).catch(() => void socket.destroy());
    }
  });
}

/** The statement in a message: its text ends with a zero, and in `Parse` a name goes before it. */
function textOf(type: string, message: Buffer): string {
  const texts = message.subarray(5).toString().split('\0');
  return texts[type === PARSE ? 1 : 0] ?? '';
}

/** `update deliveries` for a statement that changes that table. */
export function nameOf(statement: string): string {
  const text = statement.toLowerCase().replaceAll('"', '');
  const [verb = ''] = /\w+/.exec(text) ?? [];
  const [, table] = /\b(?:from|into|update|table(?: if not exists)?) (\w+)/.exec(text) ?? [];
  return table === undefined ? verb : `${verb} ${table}`;
}
