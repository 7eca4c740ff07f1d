import { collect, type ApiCall } from './call.ts';

const job = {
  object: 'fine_tuning.job',
  id: 'ftjob-1',
  model: 'gpt-4o-mini-2024-07-18',
  created_at: 1_721_764_800,
  finished_at: null,
  fine_tuned_model: null,
  organization_id: 'org-1',
  result_files: [],
  status: 'queued',
  training_file: 'file-1',
  validation_file: null,
  seed: 42,
  trained_tokens: null,
  error: { code: '', message: '', param: null },
  hyperparameters: { n_epochs: 'auto', batch_size: 'auto', learning_rate_multiplier: 'auto' },
  method: { type: 'supervised', supervised: { hyperparameters: { n_epochs: 'auto' } } },
};
const event = (id: string) => ({
  object: 'fine_tuning.job.event',
  id,
  created_at: 1_721_764_900,
  level: 'info',
  message: 'Step 10/100: training loss=0.72',
  type: 'metrics',
  data: { step: 10, train_loss: 0.72, total_steps: 100 },
});
const checkpoint = {
  object: 'fine_tuning.job.checkpoint',
  id: 'ftckpt_1',
  created_at: 1_721_765_000,
  fine_tuned_model_checkpoint: 'ft:gpt-4o-mini-2024-07-18:org::abc:ckpt-step-10',
  fine_tuning_job_id: 'ftjob-1',
  metrics: { step: 10, full_valid_loss: 0.567, full_valid_mean_token_accuracy: 0.874 },
  step_number: 10,
};

export const fineTuningCalls: readonly ApiCall[] = [
  {
    method: 'fineTuning.jobs.create',
    variant: 'supervised',
    call: (client) =>
      client.fineTuning.jobs.create({
        model: 'gpt-4o-mini',
        training_file: 'file-1',
        validation_file: 'file-2',
        suffix: 'orders',
        seed: 42,
        method: { type: 'supervised', supervised: { hyperparameters: { n_epochs: 3, batch_size: 'auto' } } },
        integrations: [{ type: 'wandb', wandb: { project: 'orders', tags: ['a'] } }],
        metadata: { customer: 'Grüße' },
      }),
    answers: [{ json: job }],
  },
  {
    method: 'fineTuning.jobs.create',
    variant: 'by preference',
    call: (client) =>
      client.fineTuning.jobs.create({
        model: 'gpt-4o-mini',
        training_file: 'file-1',
        method: { type: 'dpo', dpo: { hyperparameters: { beta: 0.1 } } },
      }),
    answers: [{ json: job }],
  },
  {
    method: 'fineTuning.jobs.retrieve',
    call: (client) => client.fineTuning.jobs.retrieve('ftjob-1'),
    answers: [{ json: job }],
  },
  {
    method: 'fineTuning.jobs.list',
    variant: 'two pages, by metadata',
    call: (client) => collect(client.fineTuning.jobs.list({ limit: 1, metadata: { customer: 'Grüße' } })),
    answers: [
      { json: { object: 'list', data: [job], has_more: true } },
      { json: { object: 'list', data: [{ ...job, id: 'ftjob-0' }], has_more: false } },
    ],
  },
  {
    method: 'fineTuning.jobs.cancel',
    call: (client) => client.fineTuning.jobs.cancel('ftjob-1'),
    answers: [{ json: { ...job, status: 'cancelled' } }],
  },
  {
    method: 'fineTuning.jobs.pause',
    call: (client) => client.fineTuning.jobs.pause('ftjob-1'),
    answers: [{ json: { ...job, status: 'paused' } }],
  },
  {
    method: 'fineTuning.jobs.resume',
    call: (client) => client.fineTuning.jobs.resume('ftjob-1'),
    answers: [{ json: job }],
  },
  {
    method: 'fineTuning.jobs.listEvents',
    variant: 'two pages',
    call: (client) => collect(client.fineTuning.jobs.listEvents('ftjob-1', { limit: 1 })),
    answers: [
      { json: { object: 'list', data: [event('ftevent-2')], has_more: true } },
      { json: { object: 'list', data: [event('ftevent-1')], has_more: false } },
    ],
  },
  {
    method: 'fineTuning.jobs.checkpoints.list',
    variant: 'two pages',
    call: (client) => collect(client.fineTuning.jobs.checkpoints.list('ftjob-1', { limit: 1 })),
    answers: [
      { json: { object: 'list', data: [checkpoint], has_more: true } },
      { json: { object: 'list', data: [{ ...checkpoint, id: 'ftckpt_0' }], has_more: false } },
    ],
  },
];
