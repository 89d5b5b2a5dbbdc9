import { z } from 'zod';

/** Who we are, as `auth.test` and the app token tell it. */
export interface Identity {
  teamId: string;
  /** Absent outside Enterprise. */
  enterpriseId?: string | undefined;
  /** Absent in HTTP mode, where the signing secret already proves the app. */
  appId?: string | undefined;
  botUserId: string;
  botId?: string | undefined;
}

const Id = z.string().nullish();

/** The parts of any Slack payload that say where it comes from; each kind spells them its own way. */
const Origin = z.object({
  team_id: Id,
  enterprise_id: Id,
  api_app_id: Id,
  user_id: Id,
  bot_id: Id,
  team: z.union([z.object({ id: Id, enterprise_id: Id }), z.string()]).nullish(),
  enterprise: z.object({ id: Id }).nullish(),
  user: z.object({ id: Id, team_id: Id }).nullish(),
  event: z.object({ bot_id: Id, user: Id, user_team: Id }).nullish(),
});

/** Why a payload is not for us, in words for the log; absent when it may come in. */
export function refusalAtTheDoor(body: unknown, us: Identity): string | undefined {
  const parsed = Origin.safeParse(body);
  if (!parsed.success) return 'payload without a readable origin';
  const origin = parsed.data;
  const team = typeof origin.team === 'object' ? origin.team : undefined;
  const teamId = origin.team_id ?? team?.id;
  const enterpriseId = origin.enterprise_id ?? origin.enterprise?.id ?? team?.enterprise_id;
  if (teamId && teamId !== us.teamId) return 'foreign team';
  if (!teamId && (!enterpriseId || enterpriseId !== us.enterpriseId)) return 'no team';
  if (enterpriseId && us.enterpriseId && enterpriseId !== us.enterpriseId) {
    return 'foreign enterprise';
  }
  if (us.appId && origin.api_app_id && origin.api_app_id !== us.appId) return 'foreign app';
  if (origin.bot_id || origin.event?.bot_id) return 'bot';
  const home = origin.user?.team_id ?? origin.event?.user_team;
  if (home && home !== us.teamId) return 'person of another workspace';
  return undefined;
}

const Act = z.object({
  type: z.string().nullish(),
  command: z.string().nullish(),
  trigger_id: z.string().nullish(),
  event_id: z.string().nullish(),
  user: z.object({ id: z.string() }).nullish(),
  container: z
    .object({ message_ts: z.string().nullish(), view_id: z.string().nullish() })
    .nullish(),
  actions: z.array(z.object({ action_id: z.string(), action_ts: z.string().nullish() })).nullish(),
  view: z.object({ id: z.string(), hash: z.string().nullish() }).nullish(),
});

/**
 * The key under which a repeat of the same act is known.
 *
 * Absent for what may be repeated without harm, such as a type-ahead request.
 */
export function actKey(body: unknown): string | undefined {
  const parsed = Act.safeParse(body);
  if (!parsed.success) return undefined;
  const act = parsed.data;
  if (act.event_id) return `event:${act.event_id}`;
  if (act.command && act.trigger_id) return `command:${act.trigger_id}`;
  if (act.type === 'view_submission' && act.view)
    return `view:${act.view.id}:${act.view.hash ?? ''}`;
  const action = act.actions?.[0];
  if (act.type === 'block_actions' && action) {
    const place = act.container?.message_ts ?? act.container?.view_id ?? '';
    return `action:${place}:${action.action_id}:${action.action_ts ?? ''}:${act.user?.id ?? ''}`;
  }
  return undefined;
}
