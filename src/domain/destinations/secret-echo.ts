/** Shortest piece of a secret whose appearance is taken for the secret: shorter ones meet by chance. */
const PIECE = 6;

/**
 * Whether a text repeats a secret or a piece of it.
 *
 * Letter case, punctuation and percent-encoding make no difference, since whoever echoes a secret may
 * have quoted, encoded or cut it.
 */
export function repeatsSecret(text: string, secrets: readonly string[]): boolean {
  const haystacks = [text, decoded(text)].map(bare);
  return secrets.map(bare).some((secret) => {
    if (secret === '') return false;
    if (secret.length <= PIECE) return haystacks.some((haystack) => haystack.includes(secret));
    return Array.from({ length: secret.length - PIECE + 1 }, (_, start) =>
      secret.slice(start, start + PIECE),
    ).some((piece) => haystacks.some((haystack) => haystack.includes(piece)));
  });
}

function bare(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '');
}

function decoded(text: string): string {
  return text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
