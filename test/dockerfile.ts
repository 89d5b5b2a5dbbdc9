/** One instruction of a Dockerfile, such as `RUN npm ci`. */
export interface Instruction {
  keyword: string;
  /** What follows the keyword; lines that were continued are one. */
  text: string;
}

/** The stages of a Dockerfile in order, each beginning with its `FROM`. */
export function readDockerfile(source: string): Instruction[][] {
  const stages: Instruction[][] = [];
  const whole = source.replace(/^\s*#.*$/gm, '').replace(/\\\n/g, ' ');
  for (const line of whole.split('\n').filter((text) => text.trim() !== '')) {
    const [, keyword = '', text = ''] = /^\s*(\w+)\s+(.*?)\s*$/.exec(line) ?? [];
    if (keyword === 'FROM') stages.push([]);
    stages.at(-1)?.push({ keyword, text: text.replace(/\s+/g, ' ') });
  }
  return stages;
}

/** The texts of all instructions with this keyword. */
export function textsOf(stage: readonly Instruction[], keyword: string): string[] {
  return stage.filter((one) => one.keyword === keyword).map(({ text }) => text);
}

/** The arguments of an instruction in its JSON form, such as `ENTRYPOINT ["node", "x.ts"]`. */
export function argumentsOf(text: string): string[] {
  const parsed: unknown = JSON.parse(text.slice(text.indexOf('[')));
  if (!Array.isArray(parsed)) throw new Error(`expected a list, saw ${text}`);
  return parsed.map(String);
}

/** How a stage starts its program. */
export interface Start {
  /** What Node is given, the file that it runs the last. */
  args: readonly string[];
  /** Variables beside those that whoever runs it sets. */
  environment: Readonly<Record<string, string>>;
}

/** Reads how a stage starts Node. @throws {Error} where it starts anything else. */
export function startOf(stage: readonly Instruction[]): Start {
  const [program, ...args] = argumentsOf(textsOf(stage, 'ENTRYPOINT')[0] ?? '[]');
  if (program !== 'node') throw new Error(`expected node, saw ${program}`);
  return {
    args,
    environment: Object.fromEntries(textsOf(stage, 'ENV').map((text) => text.split('=', 2))),
  };
}
