import type { Json } from '../../wire.ts';

/** The app's answer to what is typed into a select. */
export class Suggestions {
  offered: Json[] = [];
  isLoading = false;
  readonly #changed: () => void;
  #asked = 0;

  /** @param changed is called when there is something else to show. */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /**
   * Asks the app. Of several questions only the last one's answer counts.
   *
   * @param minLength what is shorter is not asked, and nothing is offered for it.
   */
  async ask(
    ask: (query: string) => Promise<Json[]>,
    query: string,
    minLength: number,
  ): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    if (query.length < minLength) {
      this.#set([], false);
      return;
    }
    this.#set(this.offered, true);
    const offered = await ask(query);
    if (asked === this.#asked) this.#set(offered, false);
  }

  #set(offered: Json[], isLoading: boolean): void {
    this.offered = offered;
    this.isLoading = isLoading;
    this.#changed();
  }
}
