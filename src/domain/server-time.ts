/** What a server's clock said (`Date` of an answer, in whole seconds), and when we heard it by our own. */
export interface ServerTime {
  said: Date;
  heardAt: Date;
}

/** What that clock shows by now. */
export function serverNow({ said, heardAt }: ServerTime, now: Date): Date {
  return new Date(said.getTime() + now.getTime() - heardAt.getTime());
}

/** Reads the `Date` header of an answer; absent when it holds none. */
export function readServerTime(header: unknown, heardAt: Date): ServerTime | undefined {
  const said = typeof header === 'string' ? new Date(header) : undefined;
  return said === undefined || Number.isNaN(said.getTime()) ? undefined : { said, heardAt };
}
