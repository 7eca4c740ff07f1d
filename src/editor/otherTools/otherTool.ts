import type { ApprovalRequest } from '../../agent/approval.ts';
import type { Tool, ToolContext } from '../../agent/tool.ts';
import { isObject } from '../../openai/isObject.ts';
import { fitSchema } from './fitSchema.ts';
import { plainLine, visibleJson } from './plainText.ts';
import { resultOf } from './resultOf.ts';
import { definitionHash, type OtherTool } from './sources.ts';

const mostDescriptionCharacters = 1000;

export type InvokeContext = Pick<ToolContext, 'signal' | 'conversationId' | 'messageId'>;

/** What runs the tools of others. */
export interface ToolHost {
  /** The tool as it is now; undefined where it is gone. */
  find(name: string): OtherTool | undefined;
  /** Resolves with the parts of its result. */
  invoke(name: string, input: object, context: InvokeContext): Promise<readonly unknown[]>;
  /** The most characters one result may have. */
  outputCharacters(): number;
}

/** A tool of another extension or of a server, under the approvals of our own. What it says of itself is data. */
export function otherTool({ information, source, title }: OtherTool, wireName: string, host: ToolHost): Tool {
  const { name, description, inputSchema } = information;
  const { parameters, strict } = fitSchema(inputSchema);
  const shown = `${source.label}: ${title}`;
  const requireTool = (): OtherTool => {
    const found = host.find(name);
    if (found?.source.id === source.id) return found;
    throw new Error(`${shown} is gone: its extension or server has stopped. Go on without it.`);
  };
  return {
    name: wireName,
    description: `[${source.label}] ${plainLine(description, mostDescriptionCharacters)}`,
    parameters,
    strict,
    kind: 'run',
    prepare: (argumentsJson, context) => {
      const input = parseInput(argumentsJson);
      const asked = definitionHash(requireTool().information, source);
      const approval: ApprovalRequest = {
        kind: 'run',
        title: `Use ${shown}`,
        detail: visibleJson(input),
        scope: `${shown}, as of ${asked}`,
        covers: `every call of ${shown}`,
        // Whoever sets up a workspace names its servers: what was approved in one is not the same in the next.
        widest: source.kind === 'server' ? 'workspace' : 'always',
      };
      return Promise.resolve({
        title: shown,
        approval,
        run: async () => {
          if (definitionHash(requireTool().information, source) !== asked)
            throw new Error(`${shown} has changed since it was approved. Call it again.`);
          return resultOf(await host.invoke(name, input, context), shown, host.outputCharacters());
        },
      });
    },
  };
}

function parseInput(argumentsJson: string): object {
  let input: unknown;
  try {
    input = JSON.parse(argumentsJson);
  } catch (error) {
    throw new Error(`The arguments are not valid JSON: ${(error as Error).message}`, { cause: error });
  }
  if (!isObject(input)) throw new Error('The arguments must be a JSON object.');
  return input;
}
