import type { Tool } from '../../agent/tool.ts';
import type { ApiToolParts } from './apiTool.ts';
import { callApi } from './callApi.ts';
import { extractJson } from './extractJson.ts';
import { generateImage } from './generateImage.ts';
import { moderateText } from './moderateText.ts';
import { speakText } from './speakText.ts';
import { transcribeAudio } from './transcribeAudio.ts';

export type { ApiToolParts } from './apiTool.ts';

/** The tools that use the API on the user's key. */
export const createApiTools = (parts: ApiToolParts): readonly Tool[] => [
  generateImage(parts),
  transcribeAudio(parts),
  speakText(parts),
  moderateText(parts),
  extractJson(parts),
  callApi(parts),
];
