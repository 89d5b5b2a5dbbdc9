import type { Case } from '../case.ts';
import { ACTS } from './acts.ts';
import { AWAY } from './away.ts';
import { DELETED } from './deleted.ts';
import { inDigest } from './digest-trouble.ts';
import { DIGEST_TROUBLES } from './digest-troubles.ts';
import { FOLLOW_UPS } from './follow-up-troubles.ts';
import { IN_DOUBT } from './in-doubt.ts';
import { LIMITED } from './limited.ts';
import { QUESTIONS } from './question-trouble.ts';
import { onSocket } from './socket-trouble.ts';
import { SOCKET_TROUBLES } from './socket-troubles.ts';
import { STARTS } from './start.ts';
import { STOPPED } from './stopped.ts';
import { TOKEN_REVOKED } from './token-revoked.ts';
import { WITHOUT_SOCKET } from './without-socket.ts';

/** What Slack does wrong, or what happens on the way to it. */
export const cases: readonly Case[] = [
  ...DIGEST_TROUBLES.map(inDigest),
  ...LIMITED,
  ...IN_DOUBT,
  ...DELETED,
  ...STOPPED,
  ...FOLLOW_UPS,
  ...QUESTIONS,
  ...SOCKET_TROUBLES.map(onSocket),
  ...ACTS,
  ...STARTS,
  ...AWAY,
  ...TOKEN_REVOKED,
  ...WITHOUT_SOCKET,
];
