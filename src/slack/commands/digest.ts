import { errorFields } from '../../domain/log.ts';
import { UserError } from '../../domain/user-error.ts';
import type { Act } from '../acts/act.ts';
import { inTime } from '../acts/in-time.ts';
import { answerWithNotice } from '../acts/progress.ts';
import type { UpdateView } from '../acts/view-updater.ts';
import type { SlackMessage } from '../block-kit/message.ts';
import { code } from '../block-kit/mrkdwn.ts';
import { channelOf, type DigestDeeds } from '../digest-settings/deeds.ts';
import { drawSettings } from '../digest-settings/draw-settings.ts';
import { type DigestPageDeps, readDigestPage } from '../digest-settings/page.ts';
import type { Snoozing } from '../digest-settings/snoozing.ts';
import { COMMAND, DIGEST_VERBS, type DigestVerb } from '../ids.ts';
import { buildNotice } from '../messages/notice.ts';
import type { SnoozeAnswer } from '../messages/snooze-words.ts';
import { runButton } from '../run-button.ts';
import { buildDigestSettings, buildDigestWait } from '../views/digest-settings.ts';

/** What the command takes. */
export interface DigestCommandDeps extends DigestPageDeps {
  deeds: DigestDeeds;
  snoozing: Snoozing;
  updateView: UpdateView;
  /** How long the form may take before a waiting one is opened; Slack gives 3 s from the command. */
  patienceMs?: number | undefined;
}

/** Leaves most of the 3 s to Slack itself and to the look-up of roles before. */
const PATIENCE_MS = 700;

/** Words that people try, and what they mean. */
const ALIASES: Readonly<Record<string, DigestVerb | keyof Snoozing>> = {
  show: 'preview',
  send: 'now',
  resume: 'on',
  start: 'on',
  stop: 'off',
  mute: 'snooze',
  unsnooze: 'wake',
  unmute: 'wake',
};

/** `/backups digest`: opens the settings, or does at once what the word after it says. */
export function createDigestCommand(deps: DigestCommandDeps) {
  return async (act: Act, rest: string): Promise<void> => {
    const channelId = channelOf(act);
    const [typed = '', ...others] = rest.trim().toLowerCase().split(/\s+/);
    const word = ALIASES[typed] ?? typed;
    if (word === '' || word === 'settings') {
      await open(deps, act, channelId);
      return;
    }
    if (word === 'snooze' || word === 'wake') {
      await answerWithNotice(act, buildNotice('Changing the digest…'), async () =>
        snoozeNotice(await deps.snoozing[word](act, channelId, others.join(' '))),
      );
      return;
    }
    const elsewhere = word === 'off' ? readChannelId(others.join(' ')) : undefined;
    if (elsewhere !== undefined && elsewhere !== channelId) {
      await change(act, 'Changing the digest…', () => deps.deeds.turnOffElsewhere(act, elsewhere));
      return;
    }
    const verb = DIGEST_VERBS.find((known) => known === word);
    if (verb === undefined || (others.length > 0 && elsewhere === undefined))
      throw notUnderstood(rest.trim());
    if (verb === 'preview') {
      await preview(deps, act, channelId);
      return;
    }
    const waiting = verb === 'now' ? 'Reading the backups for the digest…' : 'Changing the digest…';
    await change(act, waiting, () => deps.deeds.perform(act, verb, channelId));
  };
}

/** Answers with the sentence that tells how a change ended. */
async function change(act: Act, waiting: string, perform: () => Promise<string>): Promise<void> {
  await answerWithNotice(act, buildNotice(waiting), async () =>
    buildNotice(await perform(), [settingsButton()]),
  );
}

/** A channel's id as people copy it: alone, or as Slack writes a link. */
function readChannelId(word: string): string | undefined {
  return /^(?:<#)?([cg][a-z0-9]{4,})(?:\|[^>]*)?>?$/.exec(word)?.[1]?.toUpperCase();
}

async function preview(deps: DigestCommandDeps, act: Act, channelId: string): Promise<void> {
  await answerWithNotice(act, buildNotice('Reading the backups for the preview…'), async () => {
    const { draft } = await readDigestPage(deps, { channelId, userId: act.userId });
    return await deps.deeds.preview(draft);
  });
}

async function open(deps: DigestCommandDeps, act: Act, channelId: string): Promise<void> {
  const { userId, reference } = act;
  const reading = readDigestPage(deps, { channelId, userId });
  const page = await inTime(reading, deps.patienceMs ?? PATIENCE_MS);
  const first = page ? buildDigestSettings(page) : buildDigestWait('Reading the settings…');
  let viewId: string;
  try {
    viewId = await act.openView(first);
  } catch (error) {
    deps.log.warn('form_not_opened', errorFields(error));
    const sentence = 'Slack did not open the settings in time. Nothing was changed.';
    await act.reply(buildNotice(sentence, [settingsButton('Open them again')]));
    return;
  }
  if (page) return;
  await deps.updateView(
    viewId,
    await drawSettings(deps, { channelId, userId, reference }, reading),
  );
}

function snoozeNotice({ text, snoozed }: SnoozeAnswer): SlackMessage {
  const wake = snoozed && runButton('wake', 'Wake', `digest wake ${snoozed}`);
  return buildNotice(text, [...(wake ? [wake] : []), settingsButton()]);
}

function settingsButton(label = 'Settings') {
  return runButton('digest', label, 'digest');
}

function notUnderstood(word: string): UserError {
  return new UserError(
    `${code(`digest ${word}`, 60)} is nothing that I know. \`${COMMAND} digest\` opens the settings; after it can stand \`preview\`, \`now\`, \`on\` or \`off\`; \`snooze\` or \`wake\`, and an addon.`,
  );
}
