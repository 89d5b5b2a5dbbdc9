/** What a log line may carry beside its event: facts by name; never bodies, headers or whole errors. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** The log as every room sees it. `event` is a fixed word such as `digest_finished`, so that lines can be counted. */
export interface Log {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

/** A log whose lines all go through one function. */
export function logThrough(
  write: (level: keyof Log, event: string, fields: LogFields) => void,
): Log {
  const at =
    (level: keyof Log) =>
    (event: string, fields: LogFields = {}): void =>
      write(level, event, fields);
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

/** Ties log lines to what caused them. */
export interface Tracing {
  /** A short code for one piece of work, such as an act, a digest or a survey. */
  newReference(): string;
  /** Runs work whose log lines all carry these fields, beside those of the work around it. */
  run<T>(fields: LogFields, work: () => T): T;
}

/** How often an error was logged. */
export interface ErrorCount {
  event: string;
  count: number;
}

/** The fields that tell what went wrong, without anything that the failed call carried. */
export function errorFields(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: typeof error };
  const cause = error.cause instanceof Error ? error.cause : undefined;
  return {
    error: error.name,
    message: error.message.slice(0, 500),
    cause: cause === undefined ? undefined : `${cause.name}: ${cause.message}`.slice(0, 300),
    stack: error.stack?.split('\n').slice(1, 6).join('\n'),
  };
}
