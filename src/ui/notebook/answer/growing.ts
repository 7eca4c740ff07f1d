import type { OpenAIError } from '../../../openai/errors.ts';
import type { ResultPart } from '../../../protocol/cellResult.ts';
import type { StreamEvent } from './eventSource.ts';

/** An answer that is put together from its events. */
export interface Growing {
  take(event: StreamEvent): void;
  /** What it says so far, without its JSON. Cheap: called for each batch of events. */
  parts(): ResultPart[];
  /** What the same request would have been answered with at once. */
  value(): unknown;
  /** Why the server gave up, where an event said so. */
  readonly failure?: OpenAIError | undefined;
  /** Length of the sound, where that is cheap to tell. */
  readonly audioSeconds?: number | undefined;
}
