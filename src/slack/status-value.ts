import { z } from 'zod';
import { UserError } from '../domain/user-error.ts';

const StatusPage = z.object({
  /** From 0. */
  page: z.int().min(0).max(10_000),
  projectId: z.string().min(1).max(200).optional(),
  /** Whether the account is to be read anew. */
  anew: z.boolean().default(false),
});

/** What a button of the board asks for. */
export interface StatusPageValue {
  /** From 0. */
  page: number;
  /** Only this project; absent for all that the channel covers. */
  projectId?: string | undefined;
  /** Whether the account is to be read anew. */
  anew: boolean;
}

/** The value of a `statusPage` button. */
export function statusPageValue(value: StatusPageValue): string {
  return JSON.stringify(value);
}

/** Reads back {@link statusPageValue}. @throws {UserError} when it is none. */
export function readStatusPageValue(value: string | undefined): StatusPageValue {
  try {
    const parsed = StatusPage.safeParse(JSON.parse(value ?? ''));
    if (parsed.success) return parsed.data;
  } catch {
    // Not JSON: told below like any other button of another time.
  }
  throw new UserError('This button is out of date. Run the command again for a fresh message.');
}
