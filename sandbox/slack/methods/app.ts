import { isJson, type Json } from '../json.ts';
import { Refusal } from '../refusal.ts';
import { checkBlocks, checkView, type Issue } from '../validate.ts';
import type { ApiContext, Arguments, Method } from './method.ts';

/** Methods about the app itself, and the validator of blocks. */
export const appMethods: Record<string, Method> = {
  'auth.test': { run: whoAmI },
  'apps.connections.open': { token: 'app', run: openConnection },
  'blocks.validate': { token: 'none', run: validate },
  'team.info': { scope: 'team:read', run: ({ workspace }) => ({ team: { ...workspace.team } }) },
};

function whoAmI({ workspace }: ApiContext): Json {
  const bot = workspace.people.get(workspace.botUser);
  return {
    url: `https://${workspace.team.domain}.slack.com/`,
    team: workspace.team.name,
    team_id: workspace.team.id,
    user: bot?.name,
    user_id: workspace.botUser,
    bot_id: workspace.botId,
    is_enterprise_install: false,
  };
}

function openConnection({ socket, url, workspace }: ApiContext): Json {
  const base = url().replace(/^http/, 'ws');
  return { url: `${base}/link/?ticket=${socket.issueTicket()}&app_id=${workspace.appId}` };
}

/** Judges exactly one of `blocks`, `message` and `view`, and posts nothing. */
function validate(context: ApiContext, args: Arguments): Json {
  const given = ['blocks', 'message', 'view'].filter((name) => args[name] !== undefined);
  const [name] = given;
  if (name === undefined || given.length > 1) throw new Refusal('invalid_arguments');
  const issues = issuesOf(name, args[name], { oldWorkspace: context.oldWorkspace() });
  if (issues.length > 0) throw new Refusal(`invalid_${name}`, { errors: issues });
  return {};
}

function issuesOf(name: string, value: unknown, limits: { oldWorkspace: boolean }): Issue[] {
  if (name === 'view') {
    const view = isJson(value) ? value : {};
    return checkView(view, view['type'] === 'home' ? 'home' : 'modal', limits);
  }
  const blocks = isJson(value) ? value['blocks'] : value;
  if (!Array.isArray(blocks)) {
    return [
      {
        pointer: '/blocks',
        code: 'invalid_type',
        message: 'must provide an array',
        constraint: {},
      },
    ];
  }
  return checkBlocks(blocks, 'message', limits, isJson(value) ? '/message/blocks' : '/blocks');
}
