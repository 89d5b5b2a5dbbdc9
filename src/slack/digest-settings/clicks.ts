import { UserError } from '../../domain/user-error.ts';
import type { Act, ActView } from '../acts/act.ts';
import { errorReply } from '../acts/error-reply.ts';
import type { NewestActs } from '../acts/newest-act.ts';
import { tellInModal } from '../acts/tell-in-modal.ts';
import type { UpdateView } from '../acts/view-updater.ts';
import { COMMAND, DIGEST_VERBS, type DigestVerb } from '../ids.ts';
import { buildNotice } from '../messages/notice.ts';
import { hasDigestForm, readCarried, readDigestForm } from '../views/digest-answers.ts';
import {
  buildDigestOverview,
  buildDigestSettings,
  buildDigestWait,
  READ_AGAIN,
} from '../views/digest-settings.ts';
import { WAKE } from '../views/snooze-blocks.ts';
import type { DigestDeeds } from './deeds.ts';
import { type DigestPage, type DigestPageDeps, readDigestPage } from './page.ts';
import { READING, showSettings } from './show-settings.ts';
import type { Snoozing } from './snoozing.ts';

/** What clicks in the settings take. */
export interface DigestClickDeps extends DigestPageDeps {
  deeds: DigestDeeds;
  snoozing: Pick<Snoozing, 'wake'>;
  updateView: UpdateView;
  newest: NewestActs;
}

/** What people can press and choose in the settings before they save. */
export interface DigestClicks {
  /** A button; `value` is one of {@link DIGEST_VERBS}, {@link READ_AGAIN}, or `wake project/addon`. */
  verb: (act: Act, value: string) => Promise<void>;
  /** The scope was changed: the line below it tells what it covers. */
  scope: (act: Act) => Promise<void>;
}

/** Creates what answers the clicks. Whatever is drawn anew, what was filled in stays. */
export function createDigestClicks(deps: DigestClickDeps): DigestClicks {
  return {
    verb: async (act, value) => {
      if (value.startsWith(WAKE)) {
        await performInModal(deps, act, 'Waking it…', async (channelId) => {
          const { text } = await deps.snoozing.wake(act, channelId, value.slice(WAKE.length));
          return text;
        });
        return;
      }
      if (value === READ_AGAIN) {
        await readAgain(deps, act);
        return;
      }
      const verb = DIGEST_VERBS.find((known) => known === value);
      if (verb === undefined) throw outdated();
      if (verb === 'preview') await showPreview(deps, act);
      else {
        await performInModal(deps, act, WAITING[verb], (channelId) =>
          deps.deeds.perform(act, verb, channelId),
        );
      }
    },
    scope: async (act) => {
      const view = viewOf(act);
      const isNewest = deps.newest.begin(view.id);
      const page = await pageOf(deps, act, view);
      if (!isNewest()) return;
      const drawn = draw(page, view);
      if (await deps.updateView(view.id, drawn, view.hash)) return;
      // The modal was drawn anew since: by an answer to an older click, unless there is a newer one.
      if (isNewest()) await deps.updateView(view.id, drawn);
    },
  };
}

const WAITING: Readonly<Record<DigestVerb, string>> = {
  preview: 'Reading the backups for the preview…',
  now: 'Reading the backups for the digest…',
  on: 'Turning the digest on…',
  off: 'Turning the digest off…',
};

async function performInModal(
  deps: DigestClickDeps,
  act: Act,
  waiting: string,
  perform: (channelId: string) => Promise<string>,
): Promise<void> {
  const view = viewOf(act);
  deps.newest.begin(view.id);
  const before = await pageOf(deps, act, view);
  await deps.updateView(view.id, draw(before, view, waiting));
  let sentence: string;
  try {
    sentence = await perform(before.channelId);
  } catch (error) {
    sentence = errorReply(error, deps.log, act.reference);
  }
  await tellInModal(deps, { act, viewId: view.id, sentence }, async () =>
    draw(await pageOf(deps, act, view), view, sentence),
  );
}

async function readAgain(deps: DigestClickDeps, act: Act): Promise<void> {
  const { id, private_metadata } = viewOf(act);
  const { channelId } = readCarried(private_metadata);
  deps.newest.begin(id);
  await deps.updateView(id, buildDigestWait(READING));
  await showSettings(deps, act, { viewId: id, channelId });
}

/** Laid upon the settings, so that closing it leads back to them. */
async function showPreview(deps: DigestClickDeps, act: Act): Promise<void> {
  // Opens it while Slack still lets us; where it cannot be opened, the preview itself comes as a message.
  await act.notice(buildNotice(WAITING.preview)).catch(() => undefined);
  const { draft } = await pageOf(deps, act, viewOf(act));
  await act.reply(await deps.deeds.preview(draft));
}

/** The page as it stands now, with what is filled in as its draft where that is right. */
async function pageOf(deps: DigestClickDeps, act: Act, view: ActView): Promise<DigestPage> {
  const { channelId } = readCarried(view.private_metadata);
  const { fields } = readDigestForm(view.state, deps.now());
  return await readDigestPage(deps, { channelId, userId: act.userId, filled: fields });
}

/** The kind of view that it was: whoever looks at the words has not asked for the form. */
function draw(page: DigestPage, view: ActView, notice?: string) {
  return hasDigestForm(view.state)
    ? buildDigestSettings(page, notice)
    : buildDigestOverview(page, notice);
}

function viewOf({ view }: Act): ActView {
  if (view === undefined) throw outdated();
  return view;
}

function outdated(): UserError {
  return new UserError(`This button is out of date. Type \`${COMMAND} digest\` for the settings.`);
}
