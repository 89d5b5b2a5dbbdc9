import type { Config } from '../config.ts';
import { type HttpServer, startHttpServer } from '../http-server.ts';
import type { Life } from './life.ts';
import type { Outside } from './outside.ts';
import type { Reading } from './reading.ts';
import type { Telemetry } from './telemetry.ts';

/** What is served. */
export interface Served {
  outside: Pick<Outside, 'storage' | 'northflank' | 'link'>;
  telemetry: Pick<Telemetry, 'metrics'>;
  reading: Pick<Reading, 'figures'>;
  life: Pick<Life, 'readiness'>;
}

/**
 * Serves health and figures, and Slack in HTTP mode.
 *
 * @param host address to listen on; all interfaces when absent.
 */
export async function serve(
  { port }: Pick<Config, 'port'>,
  host: string | undefined,
  { outside, telemetry, reading, life }: Served,
): Promise<HttpServer> {
  const { storage, northflank, link } = outside;
  const metrics = async () =>
    await telemetry.metrics.render({
      budget: northflank.budget(),
      account: reading.figures.read(),
      readinessProblems: (await life.readiness()).length,
    });
  const source = { health: () => storage.health(), readiness: life.readiness, metrics };
  return await startHttpServer(port, source, link.routes, host);
}
