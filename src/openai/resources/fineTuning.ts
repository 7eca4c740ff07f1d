import type { CheckpointListParams, FineTuningJobCheckpoint } from 'openai/resources/fine-tuning/jobs/checkpoints';
import type {
  FineTuningJob,
  FineTuningJobEvent,
  JobCreateParams,
  JobListEventsParams,
  JobListParams,
} from 'openai/resources/fine-tuning/jobs/jobs';
import { path } from '../address.ts';
import type { RequestOptions, Transport } from '../transport.ts';

export function fineTuning(transport: Transport) {
  const act = (action: 'cancel' | 'pause' | 'resume') => (fineTuningJobID: string, options?: RequestOptions) =>
    transport.json<FineTuningJob>(
      { method: 'POST', path: path`/fine_tuning/jobs/${fineTuningJobID}/${action}` },
      options,
    );
  const jobs = {
    create: (body: JobCreateParams, options?: RequestOptions) =>
      transport.json<FineTuningJob>({ method: 'POST', path: '/fine_tuning/jobs', body }, options),
    retrieve: (fineTuningJobID: string, options?: RequestOptions) =>
      transport.json<FineTuningJob>({ method: 'GET', path: path`/fine_tuning/jobs/${fineTuningJobID}` }, options),
    list: (query?: JobListParams | null, options?: RequestOptions) =>
      transport.list<FineTuningJob>({ method: 'GET', path: '/fine_tuning/jobs', query }, options),
    cancel: act('cancel'),
    pause: act('pause'),
    resume: act('resume'),
    listEvents: (fineTuningJobID: string, query?: JobListEventsParams | null, options?: RequestOptions) =>
      transport.list<FineTuningJobEvent>(
        { method: 'GET', path: path`/fine_tuning/jobs/${fineTuningJobID}/events`, query },
        options,
      ),
    checkpoints: {
      list: (fineTuningJobID: string, query?: CheckpointListParams | null, options?: RequestOptions) =>
        transport.list<FineTuningJobCheckpoint>(
          { method: 'GET', path: path`/fine_tuning/jobs/${fineTuningJobID}/checkpoints`, query },
          options,
        ),
    },
  };
  return { jobs };
}
