import type { RunStep, StepListParams, StepRetrieveParams } from 'openai/resources/beta/threads/runs/steps';
import { path } from '../address.ts';
import { assistantsV2 } from '../assistantsV2.ts';
import type { RequestOptions, Transport } from '../transport.ts';

/** What a run did, step by step. */
export function runSteps(transport: Transport) {
  return {
    retrieve: (stepID: string, { thread_id, run_id, ...query }: StepRetrieveParams, options?: RequestOptions) =>
      transport.json<RunStep>(
        assistantsV2.get(path`/threads/${thread_id}/runs/${run_id}/steps/${stepID}`, query),
        options,
      ),
    list: (runID: string, { thread_id, ...query }: StepListParams, options?: RequestOptions) =>
      transport.list<RunStep>(assistantsV2.get(path`/threads/${thread_id}/runs/${runID}/steps`, query), options),
  };
}
