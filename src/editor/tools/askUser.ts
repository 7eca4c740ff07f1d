import { z } from 'zod';
import { defineTool, type Tool } from '../../agent/tool.ts';

const maxOptions = 6;
const maxQuestionCharacters = 4000;
const maxOptionCharacters = 200;

export const askUser = (): Tool =>
  defineTool({
    name: 'ask_user',
    description: `Asks the user what only they can decide, and waits. They take one of up to ${maxOptions} options or write.`,
    kind: 'read',
    parameters: z.strictObject({ question: z.string(), options: z.array(z.string()) }),
    prepare: ({ question, options }, { ask }) => {
      const text = question.trim();
      if (text === '') throw new Error('The question is empty.');
      if (text.length > maxQuestionCharacters)
        throw new Error(`The question is longer than ${maxQuestionCharacters} characters. Ask it shorter.`);
      const labels = options.map((option) => option.trim());
      if (labels.length > maxOptions) throw new Error(`There are more than ${maxOptions} options. Offer fewer.`);
      if (labels.some((label) => label.length > maxOptionCharacters))
        throw new Error(`An option is longer than ${maxOptionCharacters} characters. Say it shorter.`);
      if (labels.includes('')) throw new Error('An option is empty.');
      return Promise.resolve({
        title: `Ask: ${text.split('\n')[0] ?? ''}`,
        run: async () => {
          const { option, text: written } = await ask({
            text,
            options: labels.map((label, at) => ({ id: String(at), label })),
            field: labels.length > 0 ? 'Another answer' : 'Your answer',
          });
          const chosen = option === undefined ? undefined : labels[Number(option)];
          return [
            ...(chosen === undefined ? [] : [`The user chose: ${chosen}`]),
            ...(written === undefined ? [] : [`The user wrote: ${written}`]),
          ].join('\n');
        },
      });
    },
  });
