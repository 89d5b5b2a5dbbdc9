/** A moment as milliseconds since 1970: the same number in both databases, sortable, without zones. */
type Moment = number;

/** JSON text that is read through a schema. */
type Json = string;

/** A truth value; SQLite has no other. */
type Flag = 0 | 1;

/** Columns as both databases hold them. */
export interface Tables {
  subscriptions: {
    id: string;
    channel_id: string;
    scope: Json;
    days: Json;
    time: string;
    time_zone: string;
    detail: string;
    all_clear: string;
    language: string | null;
    mention: Json | null;
    paused_until: Moment | null;
    stopped_reason: string | null;
    enabled: Flag;
    owner_id: string | null;
    created_at: Moment;
    updated_at: Moment;
    version: number;
  };
  deliveries: {
    subscription_id: string;
    local_date: string;
    due_at: Moment;
    channel_id: string;
    state: string;
    window_from: Moment | null;
    window_to: Moment | null;
    parts: Json;
    content_hash: string | null;
    memo: Json | null;
    sending_part: number | null;
    sending_since: Moment | null;
    attempts: number;
    reason: string | null;
    retry_at: Moment | null;
    /** When the wait until `retry_at` began; also absent where the version before wrote it. */
    retry_since: Moment | null;
    lease_owner: string | null;
    lease_until: Moment | null;
    created_at: Moment;
  };
  acts: { key: string; seen_at: Moment };
  audit: {
    seq: number;
    at: Moment;
    user_id: string;
    deed: string;
    state: string;
    subject: string | null;
    rule: string | null;
    reference: string;
    previous_hash: string;
    hash: string;
  };
  schedule_cache: {
    project_id: string;
    addon_id: string;
    schedules: Json;
    /** Empty and read by nobody; it goes once no replica of a version that fills it can run. */
    fingerprint: string;
    read_at: Moment;
  };
  settings: { key: string; value: Json };
  snoozes: {
    subscription_id: string;
    address: string;
    word: string;
    snoozed_at: Moment;
    until: Moment;
    user_id: string;
    user_name: string | null;
    ended_at: Moment | null;
  };
  budget_reports: {
    bot_id: string;
    reported_at: Moment;
    hour_ends_at: Moment | null;
    hour_limit: number | null;
    hour_remaining: number | null;
    spent_person: number;
    spent_digest: number;
    spent_background: number;
    paused_until: Moment | null;
  };
}
