import { type ChildProcess, spawn } from 'node:child_process';

/** A process under test, with what it has written so far. */
export interface Child {
  readonly stdout: string;
  readonly stderr: string;
  readonly pid: number | undefined;
  /** Resolves with the exit code once it has ended and both streams are read; null after a signal. */
  exited: Promise<number | null>;
  /** Resolves when a stream holds these words. Rejects when the process ends without them. */
  wrote: (stream: 'stdout' | 'stderr', words: string) => Promise<void>;
  kill: (signal: NodeJS.Signals) => void;
}

/** How a process is started. */
export interface ChildOptions {
  /** Its whole environment beside `PATH`: nothing of this machine's leaks in. */
  env?: Readonly<Record<string, string>>;
  cwd?: string | undefined;
  /** What it reads; without it, its input ends at once. */
  input?: string | undefined;
}

const running = new Set<ChildProcess>();

/** Without these Node may hang at its end, which would be no fault of what is tested: docs/benchmarks.md. */
const ENDS_SURELY = ['--no-maglev-build-code-on-background', '--no-concurrent-sparkplug'];

/** Starts this very Node on a file. */
export function startNode(args: readonly string[], options: ChildOptions = {}): Child {
  return startProcess(process.execPath, [...ENDS_SURELY, ...args], options);
}

/** Starts a program. */
export function startProcess(
  program: string,
  args: readonly string[],
  { env = {}, cwd, input = '' }: ChildOptions = {},
): Child {
  const child = spawn(program, [...args], {
    cwd,
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  running.add(child);
  const text = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (chunk: string) => {
      text[name] += chunk;
    });
  }
  child.stdin.on('error', () => undefined).end(input);
  const exited = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      running.delete(child);
      resolve(code);
    });
  });

  const wrote: Child['wrote'] = (stream, words) =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (text[stream].includes(words)) resolve();
      };
      child[stream].on('data', look);
      look();
      const end = (): void =>
        reject(new Error(`ended without "${words}"; stderr: ${text.stderr.slice(-2_000)}`));
      exited.then(end, end);
    });

  return {
    get stdout() {
      return text.stdout;
    },
    get stderr() {
      return text.stderr;
    },
    pid: child.pid,
    exited,
    wrote,
    kill: (signal) => void child.kill(signal),
  };
}

/** Ends whatever a failed test left behind. */
export function killChildren(): void {
  for (const child of running) child.kill('SIGKILL');
}
