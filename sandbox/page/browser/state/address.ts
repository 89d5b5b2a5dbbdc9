/** What of the page's state its address keeps, so that a reload finds it again. */
export interface Address {
  as: string;
  channel: string;
  tab: 'home' | 'messages';
}

/** What the page's address says; empty ids where it says nothing. */
export function readAddress(): Address {
  const fields = new URLSearchParams(location.hash.slice(1));
  return {
    as: fields.get('as') ?? '',
    channel: fields.get('in') ?? '',
    tab: fields.get('tab') === 'home' ? 'home' : 'messages',
  };
}

/** Puts it into the address without a step in the browser's history. */
export function writeAddress({ as, channel, tab }: Address): void {
  const fields = new URLSearchParams({ as, in: channel, ...(tab === 'home' && { tab }) });
  history.replaceState(null, '', `#${fields}`);
}
