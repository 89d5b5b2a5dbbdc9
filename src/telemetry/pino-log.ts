import { type DestinationStream, pino } from 'pino';
import { type Log, type LogFields, logThrough } from '../domain/log.ts';

/** Anything that looks like a token or key, in case one slips into a message of somebody else's code. */
const SECRET_SHAPES =
  /xox[a-z]-[\w-]+|xapp-[\w-]+|Bearer\s+\S+|eyJ[\w-]{10,}\.[\w-]+\.?[\w-]*|AKIA[0-9A-Z]{12,}|postgres(?:ql)?:\/\/\S+|\/\/[^\s/@]+@|https:\/\/hooks\.slack\.com\/\S+/g;

/**
 * The process's log: one JSON object a line on standard error.
 *
 * Takes only flat facts by name, so that no body, header or whole error can get in; a redactor is the second net.
 */
export function createPinoLog(level: string, destination?: DestinationStream): Log {
  const logger = pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    destination ?? pino.destination({ dest: 2, sync: true }),
  );
  return logThrough((method, event, fields) => logger[method]({ event, ...redacted(fields) }));
}

function redacted(fields: LogFields): LogFields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.replace(SECRET_SHAPES, '[redacted]') : value,
    ]),
  );
}
