import { actions, context, cutMrkdwn, section, textOf } from '../block-kit/blocks.ts';
import { LIMIT } from '../block-kit/limits.ts';
import type { SlackMessage } from '../block-kit/message.ts';
import { code } from '../block-kit/mrkdwn.ts';
import { COMMAND, VERBS, type Verb } from '../ids.ts';
import { runButton } from '../run-button.ts';

/** How one verb is used. */
interface VerbHelp {
  /** What may follow the verb. */
  words?: string;
  /** What it answers, as a clause. */
  gives: string;
  /** Typed behind the command. */
  examples: readonly string[];
  /** What else is good to know, as sentences. */
  more?: string;
}

const HELP: Readonly<Record<Verb, VerbHelp>> = {
  status: {
    words: '[project]',
    gives: 'one line for each addon, worst first',
    examples: ['status', 'status shop-prod'],
    more: 'Without any words at all, the command gives the status too.',
  },
  show: {
    words: '<addon> [filter]',
    gives: 'the backups of one addon: last good one, next run, size, duration, schedule',
    examples: [
      'show',
      'show orders-db',
      'show shop-prod/orders-db failed',
      'show orders-db dumps 7d',
    ],
    more:
      'Name an addon as `project/addon`, or by its name alone where that is unique; small typing slips are ' +
      'forgiven. Without a name a list to pick from opens. Filters: `failed`, `dumps`, `snapshots`, `7d` or ' +
      'any number of days, `24h`, `all`; several work together.',
  },
  destinations: {
    gives: 'every bucket that copies go to; never a key',
    examples: ['destinations'],
  },
  destination: {
    words: '<name or id>',
    gives: 'the backups in one destination: whose, how big, and when they expire',
    examples: ['destination offsite-eu'],
  },
  'add-destination': {
    gives: 'the form for a new destination',
    examples: ['add-destination'],
    more: 'Only admins of this bot may send it.',
  },
  digest: {
    words: '[preview | now | on | off]',
    gives: "this channel's daily digest: its settings, or what the word says",
    examples: ['digest', 'digest preview', 'digest off', 'digest snooze orders-db 7d'],
    more:
      'Everybody may look at the settings and at a preview; operators and admins may change them. ' +
      '`now` posts a digest at once, for everybody in the channel to see. `snooze` before a bad addon ' +
      'makes it one line that calls nobody until the next digest, or for as many days as stand behind it. ' +
      '`wake` undoes that, and so does anything worse.',
  },
  doctor: {
    gives: 'whether tokens, rights, channels and the database are in order, and what to do',
    examples: ['doctor'],
    more: 'Only admins of this bot may ask. It changes nothing.',
  },
  help: {
    words: '[verb]',
    gives: 'this list, or more about one verb',
    examples: ['help', 'help show'],
  },
};

/** The order in which verbs are listed: what is needed at night first. */
const ORDER = Object.keys(HELP).filter((verb) => isVerb(verb));

/** Every verb with what may follow it and what it answers, what is needed at night first. */
export function describeVerbs(): { verb: Verb; words: string; gives: string }[] {
  return ORDER.map((verb) => ({ verb, words: HELP[verb].words ?? '', gives: HELP[verb].gives }));
}

const EXAMPLES = `For example: ${[
  'show orders-db',
  'show shop-prod/orders-db failed 7d',
  'destination offsite-eu',
  'digest preview',
]
  .map((example) => `\`${COMMAND} ${example}\``)
  .join(' · ')}`;

/** Every verb with what it answers, and buttons for those that need no further words. */
export function buildHelpMessage(): SlackMessage {
  const lines = ORDER.map((verb) => `${usage(verb)}: ${HELP[verb].gives}`);
  const title = '*What you can ask about backups*';
  return {
    text: textOf([title, ...lines, EXAMPLES]),
    blocks: [
      section([title, ...lines.map((line) => `• ${line}`)].join('\n')),
      section(EXAMPLES),
      ...actions([
        runButton(0, 'Status', 'status'),
        runButton(1, 'Pick an addon', 'show'),
        runButton(2, 'Destinations', 'destinations'),
        runButton(3, 'Digest of this channel', 'digest'),
      ]),
      context(`\`${COMMAND} help show\` tells more about one verb. Only you see these answers.`),
    ],
  };
}

/** One verb with its examples. */
export function buildVerbHelpMessage(verb: Verb): SlackMessage {
  const { gives, examples, more } = HELP[verb];
  const lines = [
    `${usage(verb)}: ${gives}`,
    ...(more === undefined ? [] : [more]),
    `For example: ${examples.map((example) => `\`${COMMAND} ${example}\``).join(' · ')}`,
  ];
  return {
    text: textOf(lines),
    blocks: [section(lines.join('\n')), ...actions([runButton(0, 'All commands', 'help')])],
  };
}

/**
 * The answer to what nobody understands: the nearest right words as a button, and the list of verbs.
 *
 * @param typed the word that is no verb; foreign text.
 * @param nearest what was probably meant, whole: `show orders-db failed`.
 */
export function buildNotUnderstoodMessage(typed: string, nearest?: string): SlackMessage {
  const sentence = `${code(`${COMMAND} ${typed}`, 60)} is nothing that I know.`;
  const guess = nearest === undefined ? '' : ` Did you mean ${code(`${COMMAND} ${nearest}`, 150)}?`;
  const verbs = ORDER.map((verb) => `\`${verb}\``).join(', ');
  return {
    text: cutMrkdwn(`${sentence}${guess} The verbs are ${verbs}.`, LIMIT.messageText),
    blocks: [
      section(`${sentence}${guess}`),
      ...actions([
        nearest === undefined
          ? undefined
          : runButton(0, `${COMMAND} ${nearest}`, nearest, 'primary'),
        runButton(1, 'Help', 'help'),
      ]),
      context(`The verbs are ${verbs}`),
    ],
  };
}

/** Whether a word is one of the command's verbs. */
function isVerb(word: string): word is Verb {
  return (VERBS as readonly string[]).includes(word);
}

function usage(verb: Verb): string {
  const { words } = HELP[verb];
  const typed = `${COMMAND} ${verb}${words === undefined ? '' : ` ${words}`}`;
  return code(typed);
}
