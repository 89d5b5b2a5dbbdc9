import { expect, it } from 'vitest';
import { builderLink } from '../../../../../sandbox/page/browser/parts/builder-link.ts';

it('carries the blocks, and nothing else of a message, behind the mark of the address', () => {
  const blocks = [{ type: 'section', text: { type: 'mrkdwn', text: 'ä & <b> #1' } }];

  const url = new URL(builderLink(blocks));

  expect(url.origin + url.pathname).toBe('https://app.slack.com/block-kit-builder/');
  expect(JSON.parse(decodeURIComponent(url.hash.slice(1)))).toEqual({ blocks });
});
