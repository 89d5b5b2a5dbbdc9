import type { Act, Control, Json, Suggestion } from '../../wire.ts';
import { isJson, jsonList, textFrom } from './json.ts';

/** What came of a request: its answer, or why not, as a sentence. */
export type Outcome = { ok: true; answer: Json } | { ok: false; problem: string };

/** Lets a person do something; resolves when the app has acknowledged it. */
export function sendAct(act: Act): Promise<Outcome> {
  return post('/acts', act);
}

/** Does something at the control strip; resolves when it is done, not when the bot has noticed. */
export function sendControl(control: Control): Promise<Outcome> {
  return post('/controls', control);
}

/** The options that the app offers for typed words, or why it offers none, as a sentence. */
export async function askSuggestions(suggestion: Suggestion): Promise<Json[] | string> {
  const outcome = await post('/suggestions', suggestion);
  return outcome.ok ? jsonList(outcome.answer['options']) : outcome.problem;
}

async function post(path: string, body: unknown): Promise<Outcome> {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const parsed: unknown = await response.json();
    const answer = isJson(parsed) ? parsed : {};
    if (response.ok) return { ok: true, answer };
    return { ok: false, problem: textFrom(answer['error']) || 'This could not be done.' };
  } catch {
    return { ok: false, problem: 'The sandbox does not answer. Is it still running?' };
  }
}
