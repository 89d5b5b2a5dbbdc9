import type { Clock } from '../../domain/clock.ts';
import { readServerTime, type ServerTime } from '../../domain/server-time.ts';

/** A way to ask Slack by which its clock is heard too. */
export interface SlackTime {
  /** In place of the SDK's own. */
  fetch: typeof fetch;
  /** By the newest answer that came through it; absent before the first. */
  heard: () => ServerTime | undefined;
}

/** Creates one. Of what failed it hears nothing: that may not be Slack's answer. */
export function hearSlackTime(now: Clock): SlackTime {
  let heard: ServerTime | undefined;
  return {
    fetch: async (...call) => {
      const response = await fetch(...call);
      if (response.ok) heard = readServerTime(response.headers.get('date'), now()) ?? heard;
      return response;
    },
    heard: () => heard,
  };
}
