import type * as vscode from 'vscode';
import { z } from 'zod';
import type { Mode } from '../../agent/mode.ts';
import type { Answer, Question } from '../../agent/question.ts';
import { defineTool, type Tool, type ToolOutput } from '../../agent/tool.ts';
import { openPlan } from '../planDocument.ts';

const maxPlanCharacters = 50_000;
const maxTitleCharacters = 200;

export interface PlanPorts {
  /** Where plans are while they are edited: no folder of the workspace. */
  folder: vscode.Uri;
  /** Switches the conversation to the mode and, once its turn has ended, sends the plan as the task. */
  start: (conversationId: string, mode: Mode, plan: string) => void;
}

/** Plan mode ends here: the user edits the plan and starts it, asks for another, or discards it. */
export const presentPlan = ({ folder, start }: PlanPorts): Tool =>
  defineTool({
    name: 'present_plan',
    description: 'Shows the user the finished plan, to edit and to start.',
    kind: 'read',
    only: ['plan'],
    parameters: z.strictObject({ title: z.string(), plan: z.string().describe('Markdown') }),
    prepare: ({ title, plan }, { conversationId, ask }) => {
      if (plan.trim() === '') throw new Error('The plan is empty. Write it in "plan", as Markdown.');
      if (plan.length > maxPlanCharacters || title.length > maxTitleCharacters)
        throw new Error('The plan or its title is too long. Write it shorter.');
      const run = async (): Promise<string | ToolOutput> => {
        const document = await openPlan(folder, title, plan);
        const answer = await ask(questionAbout(title));
        const edited = await document.close();
        const text = edited.trim() === '' ? plan : edited;
        const mode = startIn[answer.option ?? ''];
        if (mode !== undefined) {
          start(conversationId, mode, text);
          return { text: 'The user starts the plan: their next message is its text.', images: [], endsTurn: true };
        }
        if (answer.option === 'discard') {
          return { text: said('The user discarded the plan.', answer), images: [], endsTurn: true };
        }
        const changed = text === plan ? '' : `\nThe plan as the user has edited it:\n${text}`;
        return `${said('The user wants to keep planning.', answer)}${changed}\nPresent the plan again when it is done.`;
      };
      return Promise.resolve({ title: `Plan: ${title}`, run });
    },
  });

const startIn: Readonly<Record<string, Mode | undefined>> = { startAgent: 'agent', startEdit: 'edit' };

const questionAbout = (title: string): Question => ({
  text: `Start the plan “${title}”? It is open in an editor: what you change there counts.`,
  options: [
    { id: 'startAgent', label: 'Start in Agent Mode', description: 'writes and runs by your rules' },
    { id: 'startEdit', label: 'Start in Edit Mode', description: 'you review each change' },
    { id: 'keep', label: 'Keep Planning', description: 'or write below what should change' },
    { id: 'discard', label: 'Discard' },
  ],
  field: 'What should be different?',
});

const said = (sentence: string, { text = '' }: Answer): string =>
  text.trim() === '' ? sentence : `${sentence} They say: ${text.trim()}`;
