/** The commands of the participant, as the manifest has them. */
export const commandNames = ['explain', 'refactor', 'fix', 'tests', 'docs', 'api'] as const;

export type CommandName = (typeof commandNames)[number];

export const isCommandName = (name: string | undefined): name is CommandName =>
  name !== undefined && (commandNames as readonly string[]).includes(name);

/** A next step: what is sent when it is clicked. */
export interface FollowUp {
  prompt: string;
  label: string;
  command: CommandName;
}

const steps: Readonly<Record<Exclude<CommandName, 'api'>, FollowUp>> = {
  explain: { prompt: 'the same code', label: 'Explain it', command: 'explain' },
  refactor: { prompt: 'the same code', label: 'Make it simpler', command: 'refactor' },
  fix: { prompt: 'the same code', label: 'Look for bugs in it', command: 'fix' },
  tests: { prompt: 'the same code', label: 'Write tests for it', command: 'tests' },
  docs: { prompt: 'the same code', label: 'Document it', command: 'docs' },
};

const next: Readonly<Record<CommandName, readonly FollowUp[]>> = {
  explain: [steps.refactor, steps.tests, steps.docs],
  refactor: [steps.tests, steps.docs],
  fix: [steps.tests, steps.explain],
  tests: [steps.fix, steps.docs],
  docs: [steps.tests, steps.refactor],
  api: [
    { prompt: 'Show this as a curl command.', label: 'As a curl command', command: 'api' },
    { prompt: 'Which optional fields matter, and when?', label: 'Which fields matter?', command: 'api' },
  ],
};

/** What makes sense after an answer; nothing after one that was about no code in particular. */
export const followUpsAfter = (command: CommandName | undefined, aboutCode: boolean): readonly FollowUp[] =>
  command === undefined || (command !== 'api' && !aboutCode) ? [] : next[command];

/** Whether a request goes on with the code of the answer before: it is a follow-up that was clicked. */
export const isAboutTheSame = (prompt: string): boolean => prompt.trim() === 'the same code';
