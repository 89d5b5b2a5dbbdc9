import type { WireCommand } from '../../wire.ts';

/** One proposal for what is being typed. */
export interface Proposal {
  /** What the line becomes. */
  line: string;
  title: string;
  hint: string;
  gives: string;
}

/** What a line that begins with a slash may become: first the command, then its verb. */
export function proposalsFor(line: string, commands: readonly WireCommand[]): Proposal[] {
  const typed = /^\s*(\/\S*)(?:\s+(\S*))?$/.exec(line);
  if (typed === null) return [];
  const [, name = '', verb] = typed;
  if (verb === undefined) {
    return commands
      .filter((command) => command.name.startsWith(name.toLowerCase()))
      .map((command) => ({
        line: `${command.name} `,
        title: command.name,
        hint: command.usageHint,
        gives: command.description,
      }));
  }
  const command = commands.find((one) => one.name === name.toLowerCase());
  return (command?.verbs ?? [])
    .filter((one) => one.verb.startsWith(verb.toLowerCase()))
    .map((one) => ({
      line: `${name} ${one.verb}${one.words === '' ? '' : ' '}`,
      title: `${name} ${one.verb}`,
      hint: one.words,
      gives: one.gives,
    }));
}
