import common from '../../agent/prompts/common.md';
import { rewriteRules } from '../codeRequests.ts';
import type { CommandName } from './followUps.ts';

const here =
  "You answer as @parley in the chat of VS Code. You see what the user attached and no more of the workspace, and you change no files: show code instead. The user's request is in the last message.";

const rewriting = `Answer with the complete replacement of the code you are asked about, in one fenced code block, and after it say in a sentence or two what you changed. ${rewriteRules}`;

const byCommand: Readonly<Partial<Record<CommandName, string>>> = {
  refactor: rewriting,
  fix: rewriting,
  docs: rewriting,
  tests: 'Write the path of the test file, relative to the workspace, on a line of its own before the code block.',
  api: 'You answer questions about the OpenAI API. The only source is the table of endpoints in the last message: write nothing about the API that is not in it, and where it does not say something, say that. Name endpoints as `POST /path`. Paths are below the base URL of the server.',
};

/** What the model is told to be, for a command or for a plain question. */
export const instructionsFor = (command: CommandName | undefined): string =>
  [common.trim(), here, ...(command ? [byCommand[command] ?? ''] : [])].filter((part) => part !== '').join('\n\n');
