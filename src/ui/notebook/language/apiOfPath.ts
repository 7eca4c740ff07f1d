import type { Api } from '../../../agent/models/rules.ts';

const APIS: Readonly<Record<string, Api>> = {
  '/responses': 'responses',
  '/chat/completions': 'chatCompletions',
  '/completions': 'completions',
  '/embeddings': 'embeddings',
  '/images/generations': 'images',
  '/images/edits': 'images',
  '/audio/speech': 'speech',
  '/audio/transcriptions': 'transcriptions',
  '/audio/translations': 'translations',
  '/moderations': 'moderations',
};

/** The API of the model catalog that a path belongs to. */
export const apiOfPath = (path: string): Api | undefined => APIS[path];
