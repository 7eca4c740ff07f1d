import { z } from 'zod';
import type { ApprovalRequest, ChangedFile } from './approval.ts';
import type { Mode } from './mode.ts';
import type { Answer, Question } from './question.ts';
import type { ImageAttachment } from './transcript.ts';

export interface ToolContext {
  conversationId: string;
  /** The user's message that this turn answers. */
  messageId: string;
  callId: string;
  signal: AbortSignal;
  /** Shows the end of what the call has printed so far, while it runs. Plain text. */
  report: (progress: string) => void;
  /** Asks the user in the chat and waits. Rejects when cancelled, or when `withdrawn` fires. */
  ask: (question: Question, withdrawn?: AbortSignal) => Promise<Answer>;
}

/** What the model is told and shown. */
export interface ToolOutput {
  text: string;
  images: readonly ImageAttachment[];
  /** What was changed, for the user. */
  files?: readonly ChangedFile[];
  /** The turn ends with the calls of this answer: the model is not asked again. */
  endsTurn?: boolean;
}

/** A parsed call, ready to run. Nothing has changed yet. */
export interface PreparedCall {
  /** One line for people: "Read src/a.ts, lines 1–40". */
  title: string;
  /** Absent: runs without asking. */
  approval?: ApprovalRequest;
  /** Runs and answers with what the model is told. A thrown error is told to the model too. */
  run(): Promise<string | ToolOutput>;
  /** Called instead of `run` when the call is denied or cancelled. Answers with what the model is to know all the same. */
  discard?(): string | undefined;
}

/** A function the model may call. `parameters` is a JSON Schema that passes the strict-mode rules, unless `strict` is false. */
export interface Tool {
  name: string;
  description: string;
  parameters: Record<string, unknown>;
  /** False: `parameters` breaks the strict-mode rules, and is sent without that mode. */
  strict?: boolean;
  /** Reading tools of one step run in parallel. */
  kind: 'read' | 'write' | 'run';
  /** The modes it is offered in; absent: all that allow its kind. */
  only?: readonly Mode[];
  /** Parses the model's JSON. Throws an error whose message tells the model what is wrong. */
  prepare(argumentsJson: string, context: ToolContext): Promise<PreparedCall>;
}

/**
 * Makes a tool from one `z.strictObject`: the schema sent to the model and the parsed arguments are the same thing.
 * Strict mode wants every property required: say `.nullable()` for what may be left out.
 */
export function defineTool<Schema extends z.ZodObject>(definition: {
  name: string;
  description: string;
  kind: Tool['kind'];
  only?: readonly Mode[];
  parameters: Schema;
  prepare(args: z.infer<Schema>, context: ToolContext): Promise<PreparedCall>;
}): Tool {
  const { name, description, kind, only } = definition;
  // zod leaves `required` out where there are no properties, and strict mode wants it all the same.
  const parameters: Record<string, unknown> = { required: [], ...z.toJSONSchema(definition.parameters) };
  delete parameters.$schema;
  return {
    name,
    description,
    kind,
    ...(only && { only }),
    parameters,
    prepare: async (argumentsJson, context) => {
      let json: unknown;
      try {
        json = JSON.parse(argumentsJson);
      } catch (error) {
        throw new Error(`The arguments are not valid JSON: ${(error as Error).message}`, { cause: error });
      }
      const parsed = definition.parameters.safeParse(json);
      if (!parsed.success) throw new Error(`The arguments do not fit the schema:\n${z.prettifyError(parsed.error)}`);
      return definition.prepare(parsed.data, context);
    },
  };
}
