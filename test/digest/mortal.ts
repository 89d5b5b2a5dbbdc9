import type { DeliverDeps } from '../../src/digest/delivery/run.ts';

/** What every call of a dead process ends with. */
export class Killed extends Error {
  override readonly name = 'Killed';
}

/** The death of a process, as those who talk to it see it. */
export interface Death {
  /** An effect that the process has until it dies. */
  mortal: <A extends unknown[], R>(
    name: string,
    effect: (...call: A) => Promise<R>,
  ) => (...call: A) => Promise<R>;
  /** Effects until then. */
  calls: string[];
  died: () => boolean;
}

/**
 * Lets a process die at its `call`-th effect, just before it or just after it; everything that it does
 * after that fails, as for a process that is no longer there.
 */
export function createDeath(call: number, moment: 'before' | 'after'): Death {
  const calls: string[] = [];
  let dead = false;
  return {
    calls,
    died: () => dead,
    mortal:
      (name, effect) =>
      async (...given) => {
        if (dead) throw new Killed(name);
        const isLast = calls.push(name) === call;
        if (isLast && moment === 'before') {
          dead = true;
          throw new Killed(name);
        }
        const result = await effect(...given);
        if (isLast) dead = true;
        if (dead) throw new Killed(name);
        return result;
      },
  };
}

/** A process that dies at a chosen call, and what it called until then. */
export interface Mortal {
  deps: DeliverDeps;
  calls: string[];
  died: () => boolean;
}

/** Lets a process that delivers die as {@link createDeath} says. */
export function makeMortal(
  deps: DeliverDeps,
  call: number,
  moment: 'before' | 'after',
  death = createDeath(call, moment),
): Mortal {
  const { mortal, calls, died } = death;
  const { store } = deps;
  return {
    calls,
    died,
    deps: {
      ...deps,
      owner: `${deps.owner} until ${call}`,
      store: {
        create: mortal('create', store.create),
        get: mortal('get', store.get),
        unfinished: mortal('unfinished', store.unfinished),
        lastDue: mortal('lastDue', store.lastDue),
        lastSent: mortal('lastSent', store.lastSent),
        newest: mortal('newest', store.newest),
        newestWritten: mortal('newestWritten', store.newestWritten),
        missedSince: mortal('missedSince', store.missedSince),
        claim: mortal('claim', store.claim),
        renew: mortal('renew', store.renew),
        freeze: mortal('freeze', store.freeze),
        markSending: mortal('markSending', store.markSending),
        savePart: mortal('savePart', store.savePart),
        saveLooks: mortal('saveLooks', store.saveLooks),
        finish: mortal('finish', store.finish),
        release: mortal('release', store.release),
        claimSent: mortal('claimSent', store.claimSent),
        amend: mortal('amend', store.amend),
      },
      render: mortal('render', deps.render),
      post: mortal('post', deps.post),
      look: mortal('look', deps.look),
      remove: mortal('remove', deps.remove),
      stopSubscription: mortal('stopSubscription', deps.stopSubscription),
      tellRefused: mortal('tellRefused', deps.tellRefused),
      audit: mortal('audit', deps.audit),
    },
  };
}

/** A life that a call ended, and what was there after the next one took over. */
interface Life {
  mortal: Pick<Death, 'died' | 'calls'>;
  outcome: unknown;
}

/**
 * Lets lives end at their first call, their second, and so on, until one comes through.
 *
 * @returns how many lives that took, the calls that ended them in order, and those after which not what
 * was `wanted` was there.
 */
export async function dieAtEachCall(live: (call: number) => Promise<Life>, wanted: unknown) {
  const wrong: string[] = [];
  const endedBy: (string | undefined)[] = [];
  for (let call = 1; ; call += 1) {
    const { mortal, outcome } = await live(call);
    const last = mortal.calls.at(-1);
    const found = JSON.stringify(outcome);
    if (found !== JSON.stringify(wanted)) wrong.push(`${call} ${last}: ${found}`);
    if (!mortal.died()) return { lives: call, endedBy, wrong };
    endedBy.push(last);
  }
}
