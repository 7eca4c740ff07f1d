import { ApiError, json, newId, now, objectsIn, required, textIn, type Json, type Routes } from './api.ts';
import { Collection, page } from './collection.ts';
import { jsonLinesOf, type Files } from './files.ts';

const steps = 12;

/** Fine-tuning jobs: a step further each time that somebody asks, with events and a model at the end. */
export function fineTuningRoutes(files: Files, onModel: (model: string) => void): Routes {
  const jobs = new Collection({ prefix: 'ftjob-', object: 'fine_tuning.job', noun: 'fine-tuning job' });
  const events = new Map<unknown, Json[]>();
  const checkpoints = new Map<unknown, Json[]>();

  const tell = (job: Json, message: string, data?: Json) => {
    const event = {
      id: newId('ftevent-'),
      object: 'fine_tuning.job.event',
      created_at: now(),
      level: 'info',
      message,
      type: data ? 'metrics' : 'message',
      ...(data && { data }),
    };
    events.set(job.id, [event, ...(events.get(job.id) ?? [])]);
  };

  const advance = (job: Json): Json => {
    if (job.status === 'validating_files') {
      tell(job, 'The files are fine.');
      return Object.assign(job, { status: 'running' });
    }
    if (job.status !== 'running') return job;
    const done = (events.get(job.id) ?? []).filter(({ type }) => type === 'metrics').length;
    const until = Math.min(steps, done + 4);
    for (let step = done + 1; step <= until; step++) {
      const loss = Number((2.1 * Math.exp(-step / 5) + 0.3).toFixed(4));
      const accuracy = Number((1 - loss / 3).toFixed(4));
      tell(job, `Step ${step}/${steps}: training loss=${loss}`, {
        step,
        train_loss: loss,
        valid_loss: Number((loss + 0.12).toFixed(4)),
        train_mean_token_accuracy: accuracy,
      });
    }
    if (until < steps) return job;
    const model = `ft:${textIn(job.model)}:parley:${textIn(job.user_provided_suffix) || 'tour'}:${textIn(job.id).slice(-6)}`;
    onModel(model);
    tell(job, `The job is done. The model is ${model}.`);
    checkpoints.set(job.id, [
      {
        id: newId('ftckpt_'),
        object: 'fine_tuning.job.checkpoint',
        created_at: now(),
        fine_tuned_model_checkpoint: `${model}:ckpt-step-${steps}`,
        fine_tuning_job_id: job.id,
        step_number: steps,
        metrics: { step: steps, train_loss: 0.49, valid_loss: 0.61 },
      },
    ]);
    return Object.assign(job, {
      status: 'succeeded',
      fine_tuned_model: model,
      finished_at: now(),
      trained_tokens: 1040,
    });
  };
  const set = (id: string, status: string) => {
    const job = jobs.get(id);
    if (job.status === 'succeeded' || job.status === 'cancelled') {
      throw new ApiError(400, `Job ${id} has already ended: ${job.status}.`);
    }
    tell(job, `The job is ${status}.`);
    return json(Object.assign(job, { status }));
  };

  return {
    'POST /fine_tuning/jobs': ({ body }) => {
      const training = required(body, 'training_file');
      const lines = jsonLinesOf(files.get(training).content);
      const wrong = lines.findIndex((line) => objectsIn(line.messages).length === 0);
      if (wrong >= 0) throw new ApiError(400, `Line ${wrong + 1} of ${training} has no messages.`);
      const job = jobs.create({
        model: required(body, 'model'),
        finished_at: null,
        fine_tuned_model: null,
        organization_id: 'org-local',
        result_files: [],
        status: 'validating_files',
        validation_file: body.validation_file ?? null,
        training_file: training,
        hyperparameters: body.hyperparameters ?? { n_epochs: 'auto' },
        method: body.method ?? { type: 'supervised', supervised: { hyperparameters: { n_epochs: 'auto' } } },
        user_provided_suffix: body.suffix ?? null,
        trained_tokens: null,
        error: {},
        seed: 42,
        metadata: body.metadata ?? null,
      });
      tell(job, `Created the job ${textIn(job.id)}.`);
      return json({ ...job });
    },
    'GET /fine_tuning/jobs': ({ query }) => json(jobs.list(query)),
    'GET /fine_tuning/jobs/{id}': (_, id = '') => json(advance(jobs.get(id))),
    'GET /fine_tuning/jobs/{id}/events': ({ query }, id = '') => {
      jobs.get(id);
      return json(page(events.get(id) ?? [], query));
    },
    'GET /fine_tuning/jobs/{id}/checkpoints': ({ query }, id = '') => {
      jobs.get(id);
      return json(page(checkpoints.get(id) ?? [], query));
    },
    'POST /fine_tuning/jobs/{id}/cancel': (_, id = '') => set(id, 'cancelled'),
    'POST /fine_tuning/jobs/{id}/pause': (_, id = '') => set(id, 'paused'),
    'POST /fine_tuning/jobs/{id}/resume': (_, id = '') => set(id, 'running'),
  };
}
