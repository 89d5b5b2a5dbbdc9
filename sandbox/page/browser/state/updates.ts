import type { Snapshot, Update, WireMessage } from '../../wire.ts';
import { slackbotMessage, withMessage } from './messages.ts';
import type { PageState } from './page-state.ts';

const TROUBLE = 'We had some trouble connecting. Try again?';

/** What the sandbox's word makes of the page. */
export interface Effect {
  change: Partial<PageState>;
  /** To be said for a moment. */
  toast?: string;
}

/** What the page shows after an update; before the first snapshot nothing else counts. */
export function afterUpdate(state: PageState, update: Update): Effect {
  const { snapshot } = state;
  if (update.type === 'snapshot') return { change: begin(state, update.snapshot) };
  if (snapshot === undefined) return { change: {} };
  switch (update.type) {
    case 'message':
      return { change: place(state, snapshot, update.change, update.message) };
    case 'modal':
      return { change: { snapshot: { ...snapshot, modal: update.views }, trouble: undefined } };
    case 'home':
      return { change: { snapshot: { ...snapshot, home: update.view } } };
    case 'notice':
      return afterNotice(state, snapshot, update);
    case 'controls':
      return { change: { snapshot: { ...snapshot, controls: update.controls } } };
    case 'activity':
      break;
  }
  return { change: { snapshot: { ...snapshot, activity: update.activity } } };
}

/** Stays in the open channel where that is still there, otherwise in one of its kind. */
function begin({ channel, pane, ...before }: PageState, snapshot: Snapshot): Partial<PageState> {
  const isThere = snapshot.channels.some(({ id }) => id === channel);
  const kindBefore = before.snapshot?.channels.find(({ id }) => id === channel)?.kind;
  const fallback = snapshot.channels.find(({ kind }) => kind === (kindBefore ?? 'channel'));
  const next = isThere ? channel : (fallback?.id ?? snapshot.channels[0]?.id ?? '');
  const isThreadThere = pane?.kind !== 'thread' || pane.channel === next;
  return {
    snapshot,
    isConnected: true,
    channel: next,
    pane: isThreadThere ? pane : undefined,
    question: undefined,
  };
}

function place(
  state: PageState,
  snapshot: Snapshot,
  change: 'posted' | 'updated' | 'deleted',
  message: WireMessage,
): Partial<PageState> {
  const { channel } = message;
  const before = snapshot.messages[channel] ?? [];
  const messages = { ...snapshot.messages, [channel]: withMessage(before, change, message) };
  const isNews = change === 'posted' && channel !== state.channel;
  const unread = isNews
    ? { ...state.unread, [channel]: (state.unread[channel] ?? 0) + 1 }
    : state.unread;
  return { snapshot: { ...snapshot, messages }, unread };
}

/** Slack's own words: in the open form, as a message below a command, or for a moment. */
function afterNotice(
  state: PageState,
  snapshot: Snapshot,
  { channel, error, text, at }: Extract<Update, { type: 'notice' }>,
): Effect {
  if (snapshot.modal.length > 0 && channel === undefined) return { change: { trouble: TROUBLE } };
  if (channel === undefined || !text.startsWith('/')) {
    return { change: {}, toast: `${TROUBLE} (${error})` };
  }
  const before = snapshot.messages[channel] ?? [];
  const message = slackbotMessage({ channel, text, at }, snapshot.me, before);
  return { change: place(state, snapshot, 'posted', message) };
}
