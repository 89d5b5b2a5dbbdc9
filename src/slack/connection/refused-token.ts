import { WebAPIPlatformError } from '@slack/web-api';

/** Answers that no waiting mends. @see https://docs.slack.dev/reference/methods/auth.test */
const FINAL = new Set([
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'not_allowed_token_type',
  'missing_scope',
  'no_permission',
  'org_login_required',
  'team_access_not_granted',
  'user_removed_from_team',
  'team_disabled',
]);

/** Slack's word for why it will never take a token; absent when asking again may help. */
export function refusalOfToken(error: unknown): string | undefined {
  if (!(error instanceof WebAPIPlatformError)) return undefined;
  return FINAL.has(error.data.error) ? error.data.error : undefined;
}
