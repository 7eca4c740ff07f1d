import { z } from 'zod';
import type { Tool } from '../../agent/tool.ts';
import { audioExtensions } from '../audio/audioExtensions.ts';
import { costNote, doneMessage, droppedNote } from '../doneMessage.ts';
import { fileAt } from '../fileAt.ts';
import { meteredCall } from '../meteredCall.ts';
import { taskModelUnasked } from '../taskModel.ts';
import { apiTool, resultData, type ApiToolParts } from './apiTool.ts';
import { ordinaryFile } from './ordinaryFile.ts';
import { paidApproval } from './paidApproval.ts';

const feature = 'Tool: Transcribe Audio';

export const transcribeAudio = (parts: ApiToolParts): Tool =>
  apiTool(parts, {
    name: 'transcribe_audio',
    description:
      'Writes down what is said in an audio or video file of the workspace, on the user’s key. Answers with the text, or with subtitles.',
    parameters: z.strictObject({
      path: z.string().describe('The file, relative to the workspace: recordings/call.mp3'),
      format: z.enum(['text', 'srt', 'vtt']).nullable().describe('Subtitles have times. Text unless said.'),
      language: z
        .string()
        .nullable()
        .describe('The language that is spoken, by its code of two letters, where it is known.'),
    }),
    prepare: async ({ path, format, language }, { conversationId, signal }) => {
      const file = await ordinaryFile(path);
      const extension = file.label.slice(file.label.lastIndexOf('.') + 1).toLowerCase();
      if (!audioExtensions.includes(extension))
        throw new Error(`${file.label} is no sound: the name of one ends in ${audioExtensions.join(', ')}.`);
      if (language !== null && !/^[a-z]{2,3}(-[a-z]{2,4})?$/i.test(language))
        throw new Error(`“${language}” is no code of a language, such as en.`);
      const { account } = parts;
      const { profile } = account;
      const model = await taskModelUnasked(parts, 'transcription');
      return {
        title: `Transcribe ${file.label} with ${model}`,
        approval: paidApproval({
          title: 'Transcribe an audio file',
          profile,
          path: '/audio/transcriptions',
          request: { model },
          facts: language === null ? [] : [`Language: ${language}`],
          content: file.label,
          covers: 'every transcription of a file in the workspace',
        }),
        run: () =>
          meteredCall(parts, conversationId || feature, async (spend) => {
            const [client, { transcribe }] = await Promise.all([
              account.client(profile, feature),
              import('../audio/transcribe.ts'),
            ]);
            const { text, cost, dropped } = await transcribe(
              client,
              {
                task: 'transcriptions',
                model,
                file: await fileAt(file.uri),
                format: format ?? 'text',
                language: language ?? undefined,
              },
              { signal, onUploadProgress: () => undefined, onText: () => undefined },
            );
            spend(cost);
            const note = doneMessage(model, costNote(cost, profile), droppedNote(dropped));
            if (text.trim() === '') return `No speech was found in ${file.label}. ${note}`;
            return `${resultData(parts, `What ${file.label} says`, text)}\n${note}`;
          }),
      };
    },
  });
