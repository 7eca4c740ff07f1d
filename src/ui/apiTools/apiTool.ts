import type { z } from 'zod';
import { defineTool, type Tool, type ToolContext, type ToolOutput } from '../../agent/tool.ts';
import type { ApprovalRequest } from '../../agent/approval.ts';
import { OpenAIError } from '../../openai/errors.ts';
import { strictSchemaFaults } from '../../openai/strictSchema.ts';
import { asData, cutMiddle } from '../../editor/tools/output.ts';
import { errorHelp } from '../../protocol/errorHelp.ts';
import { secretForms, withoutSecrets } from '../notebook/redactResult.ts';
import type { Parts } from '../parts.ts';

/** What the tools need that use the API on the user's key. */
export interface ApiToolParts extends Pick<Parts, 'account' | 'conversations' | 'lastEditor' | 'log'> {
  /** The most characters one result may have. */
  outputCharacters: () => number;
}

/** A call that is ready to be sent, once the user has approved it. */
export interface PreparedRequest {
  /** One line for people: "Generate a picture with gpt-image-2". */
  title: string;
  approval: ApprovalRequest;
  run(): Promise<string | ToolOutput>;
}

/** A tool that spends the user's money at the active profile's server: it always asks. */
export function apiTool<Schema extends z.ZodObject>(
  { log }: Pick<ApiToolParts, 'log'>,
  definition: {
    name: string;
    description: string;
    parameters: Schema;
    prepare(args: z.infer<Schema>, context: ToolContext): Promise<PreparedRequest>;
  },
): Tool {
  const clean = (text: string): string => withoutSecrets(text, secretForms(log.hidden));
  const tool = defineTool({
    ...definition,
    kind: 'run',
    prepare: async (args, context) => {
      const prepared = await definition.prepare(args, context);
      return { ...prepared, run: () => prepared.run().then((output) => cleanOutput(output, clean), fail) };
    },
  });
  const fail = (error: unknown): never => {
    throw failure(error, clean);
  };
  return { ...tool, strict: strictSchemaFaults(tool.parameters).length === 0 };
}

/** What came of a call, for the model: free of secrets before it is cut, and marked as data. */
export const resultData = (
  { log, outputCharacters }: Pick<ApiToolParts, 'log' | 'outputCharacters'>,
  what: string,
  value: unknown,
): string => {
  const clean = withoutSecrets(value, secretForms(log.hidden));
  const isText = typeof clean === 'string';
  const text = isText ? clean : JSON.stringify(clean, null, 2);
  return asData(what, cutMiddle(text, outputCharacters()), isText ? '' : 'json');
};

const cleanOutput = (output: string | ToolOutput, clean: (text: string) => string): string | ToolOutput =>
  typeof output === 'string' ? clean(output) : { ...output, text: clean(output.text) };

/** A sentence for the model, free of secrets: what happened and the next step. What was cancelled stays what it is. */
function failure(error: unknown, clean: (text: string) => string): unknown {
  if (error instanceof OpenAIError) {
    const { title, text } = errorHelp(error);
    return new Error(clean(`${title}. ${text}`));
  }
  if (error instanceof Error && clean(error.message) !== error.message) return new Error(clean(error.message));
  return error;
}
