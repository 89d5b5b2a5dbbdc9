import type { Clock } from '../../domain/clock.ts';
import type { Diagnosis } from '../../domain/diagnosis.ts';
import type { Act } from '../acts/act.ts';
import { answerWithNotice } from '../acts/answer-with-notice.ts';
import { buildDoctorMessage, buildDoctorWait } from '../messages/doctor.ts';

/** What the doctor needs to ask. */
export interface DoctorDeps {
  /** Looks at everything; ends within half a minute and never throws for what it finds. */
  examine: () => Promise<readonly Diagnosis[]>;
  now: Clock;
}

/** `/backups doctor` and its button, for those who may set things up. */
export interface Doctor {
  command: (act: Act) => Promise<void>;
  /** The button; its message is replaced. */
  again: (act: Act) => Promise<void>;
}

/** Creates the doctor. */
export function createDoctor({ examine, now }: DoctorDeps): Doctor {
  const message = async () => buildDoctorMessage(await examine(), now());
  return {
    command: (act) => answerWithNotice(act, buildDoctorWait(), message),
    again: async (act) => {
      // What is shown may be wrong by now, so it makes way at once.
      await act.notice(buildDoctorWait(), { replace: true }).catch(() => undefined);
      await act.reply(await message(), { replace: true });
    },
  };
}
