import type { Json } from '../../wire.ts';

/** The address that opens blocks in Slack's Block Kit Builder. */
export function builderLink(blocks: readonly Json[]): string {
  const encoded = encodeURIComponent(JSON.stringify({ blocks }));
  return `https://app.slack.com/block-kit-builder/#${encoded}`;
}
