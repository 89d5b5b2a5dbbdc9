/** A line of mrkdwn as it is read aloud: without its shape and emphasis. */
export function spoken(line: string): string {
  const words = line.replace(/^[^\p{L}\p{N}<*]+ /u, '').replaceAll(/\*(?<!\u200d\*)/gu, '');
  return /[.!?>]$/.test(words) ? words : `${words}.`;
}

/** Parts of one line with a dot between them; absent and empty ones left out. */
export function joinParts(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join(' · ');
}
