import { z } from 'zod';
import { mostTodoCharacters, mostTodoItems, todoProgress, todoStates, todoToolName } from '../../agent/todo.ts';
import { defineTool, type Tool } from '../../agent/tool.ts';

/** The list itself is in the transcript: the arguments of the last call. */
export const todo = (): Tool =>
  defineTool({
    name: todoToolName,
    description: 'Shows the user your list of steps for longer work. Send the whole list each time.',
    kind: 'read',
    parameters: z.strictObject({
      items: z.array(z.strictObject({ text: z.string(), state: z.enum(todoStates) })),
    }),
    prepare: ({ items }) => {
      if (items.length > mostTodoItems) throw new Error(`The list has more than ${mostTodoItems} steps. Send fewer.`);
      if (items.some(({ text }) => text.length > mostTodoCharacters))
        throw new Error(`A step is longer than ${mostTodoCharacters} characters. Say it shorter.`);
      const said = items.length === 0 ? 'Cleared' : todoProgress(items);
      return Promise.resolve({ title: `Plan: ${said}`, run: () => Promise.resolve(`${said}.`) });
    },
  });
