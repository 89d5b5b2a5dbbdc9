/** Emoji by the names that apps write most; any other name is shown between its colons. */
const EMOJI: Record<string, string> = {
  bell: '🔔',
  hourglass: '⌛',
  hourglass_flowing_sand: '⏳',
  information_source: 'ℹ️',
  large_green_circle: '🟢',
  large_yellow_circle: '🟡',
  lock: '🔒',
  no_entry: '⛔',
  red_circle: '🔴',
  rotating_light: '🚨',
  warning: '⚠️',
  white_check_mark: '✅',
  x: '❌',
};

/** Text in which emoji names such as `:warning:` became emoji. */
export function withEmoji(text: string): string {
  return text.replace(/:([a-z0-9_+-]+):/g, (typed, name: string) =>
    Object.hasOwn(EMOJI, name) ? (EMOJI[name] ?? typed) : typed,
  );
}
