import { audioCalls } from './audio.ts';
import { batchesCalls } from './batches.ts';
import { builtInToolsCalls } from './builtInTools.ts';
import { chatCompletionsCalls } from './chatCompletions.ts';
import { completionsCalls } from './completions.ts';
import { containersCalls } from './containers.ts';
import { conversationsCalls } from './conversations.ts';
import { embeddingsCalls } from './embeddings.ts';
import { filesCalls } from './files.ts';
import { fineTuningCalls } from './fineTuning.ts';
import { genericCalls } from './generic.ts';
import { imagesCalls } from './images.ts';
import { modelsCalls } from './models.ts';
import { moderationsCalls } from './moderations.ts';
import { realtimeCalls } from './realtime.ts';
import { responsesCalls } from './responses.ts';
import { uploadsCalls } from './uploads.ts';
import { structuredOutputCalls } from './structuredOutput.ts';
import { assistantsCalls } from './assistants.ts';
import { runsCalls } from './runs.ts';
import { threadsCalls } from './threads.ts';
import { vectorStoreFilesCalls } from './vectorStoreFiles.ts';
import { vectorStoresCalls } from './vectorStores.ts';
import type { ApiCall } from './call.ts';

/** Every method of the client, each at least once. */
export const apiCalls: readonly ApiCall[] = [
  ...responsesCalls,
  ...builtInToolsCalls,
  ...moderationsCalls,
  ...genericCalls,
  ...fineTuningCalls,
  ...embeddingsCalls,
  ...containersCalls,
  ...conversationsCalls,
  ...completionsCalls,
  ...chatCompletionsCalls,
  ...batchesCalls,
  ...filesCalls,
  ...uploadsCalls,
  ...imagesCalls,
  ...audioCalls,
  ...modelsCalls,
  ...realtimeCalls,
  ...structuredOutputCalls,
  ...vectorStoresCalls,
  ...vectorStoreFilesCalls,
  ...assistantsCalls,
  ...threadsCalls,
  ...runsCalls,
];
