import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeSnapshot } from '../../../../sandbox/page/server/snapshot.ts';
import { Streams } from '../../../../sandbox/page/server/streams.ts';
import type { Update } from '../../../../sandbox/page/wire.ts';
import { IDS, sees } from '../../../../sandbox/slack.ts';
import { type Gallery, startGallery } from '../gallery.ts';

let gallery: Gallery;
let streams: Streams;

beforeEach(async () => {
  gallery = await startGallery();
  streams = new Streams();
  gallery.slack.subscribe((event) => streams.pass(gallery.slack, event));
});
afterEach(() => gallery.close());

/** A tab of one person; answers what it was told, without what it began with. */
function openTab(userId: string): () => string[] {
  const told: string[] = [];
  // As much of a response as a stream writes to.
  const response = {
    writeHead: () => response,
    write: (text: string) => told.push(text),
    on: () => response,
  } as unknown as ServerResponse;
  const first: Update = { type: 'controls', controls: CONTROLS };
  streams.open(response, userId, first);
  return () => told.slice(1);
}

const CONTROLS = {
  now: 0,
  speed: 1,
  chosenSpeed: 1,
  destinations: [],
  slack: { late: false, connected: true, channels: [] },
};

describe('the tabs of two people', () => {
  it('both hear of a message in a channel that both are in', async () => {
    const [mine, theirs] = [openTab(IDS.viewer), openTab(IDS.admin)];

    await gallery.slack
      .user(IDS.viewer)
      .command('/show', 'thread', { channel: IDS.backups, until: sees.words('First answer') });

    for (const told of [mine, theirs]) expect(told().join('')).toContain('First answer');
  });

  it('keep apart what only one of them sees', async () => {
    const [mine, theirs] = [openTab(IDS.viewer), openTab(IDS.admin)];

    await gallery.slack
      .user(IDS.viewer)
      .command('/show', 'for my eyes', { channel: IDS.backups, until: sees.message });

    expect(mine().join('')).toContain('for my eyes');
    expect(theirs()).toEqual([]);
  });

  it('keep apart each other’s forms', async () => {
    const [mine, theirs] = [openTab(IDS.viewer), openTab(IDS.admin)];

    await gallery.slack.user(IDS.viewer).command('/show', 'form', { until: sees.modal });

    expect(mine().join('')).toContain('Form one');
    expect(theirs()).toEqual([]);
  });

  it('begin with what each of them sees', async () => {
    const viewer = gallery.slack.user(IDS.viewer);
    await viewer.command('/show', 'for my eyes', { channel: IDS.backups, until: sees.message });
    const begin = (userId: string) =>
      JSON.stringify(
        takeSnapshot(gallery.slack, userId, {
          commands: [],
          takesMessages: true,
          controls: CONTROLS,
          activity: { acks: [], lines: [] },
        }),
      );

    expect(begin(IDS.viewer)).toContain('for my eyes');
    expect(begin(IDS.admin)).not.toContain('for my eyes');
  });
});
