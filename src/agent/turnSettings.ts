import type { ModelStream, ReasoningEffort } from './models/modelStream.ts';
import type { SentHostedTools, SentParameters } from './models/requestParameters.ts';
import type { Tool } from './tool.ts';
import type { Transcript } from './transcript.ts';

/** What a turn is run with. */
export interface TurnSettings {
  model: string;
  effort?: ReasoningEffort;
  parameters?: SentParameters;
  hostedTools?: SentHostedTools;
  /** See `ModelRequest`. */
  background?: boolean;
  instructions: string;
  stream: ModelStream;
  /** Those of a request, given what came before it: calls may have opened more. */
  tools: (transcript: Transcript) => readonly Tool[];
  stepLimit: number;
}

/** What is asked for with a single turn. */
export interface TurnChoice {
  /** In place of the conversation's. */
  model?: string;
}
