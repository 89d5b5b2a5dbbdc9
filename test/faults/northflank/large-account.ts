import type { LargeAccount } from '../../fakes/large-account.ts';
import type { HttpDeed } from '../world/http-gate.ts';

/** What that account answers to a call such as `GET /v1/projects`. */
export function answerOf(account: LargeAccount, call: string): HttpDeed {
  const [method = 'GET', path = ''] = call.split(' ');
  const query = new URLSearchParams();
  const request = { method, url: path, path, query, headers: {}, body: '' };
  return { do: 'answer', with: (response) => account.handle(request, response) };
}
