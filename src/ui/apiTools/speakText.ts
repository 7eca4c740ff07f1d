import * as vscode from 'vscode';
import { z } from 'zod';
import type { Tool } from '../../agent/tool.ts';
import { readSettings } from '../../editor/settings.ts';
import { formatCount, formatDuration } from '../../protocol/figures.ts';
import type { SpeechAudio } from '../../protocol/player.ts';
import { speechFile } from '../audio/saveSpeech.ts';
import { speakAll } from '../audio/speakAll.ts';
import { costNote, doneMessage, droppedNote } from '../doneMessage.ts';
import { meteredCall } from '../meteredCall.ts';
import { requireTrust } from '../requireTrust.ts';
import { saveNew, slugOf } from '../saveNew.ts';
import { taskModelUnasked } from '../taskModel.ts';
import { apiTool, type ApiToolParts } from './apiTool.ts';
import { paidApproval } from './paidApproval.ts';
import { saveFolder } from './saveFolder.ts';

const feature = 'Tool: Speak Text';
/** About half an hour. */
const mostCharacters = 30_000;

export const speakText = (parts: ApiToolParts): Tool =>
  apiTool(parts, {
    name: 'speak_text',
    description:
      'Speaks a text, on the user’s key, and saves it as a new sound file in the folder speech of the workspace. Answers with its path.',
    parameters: z.strictObject({
      text: z.string().describe('What is spoken, word for word.'),
      voice: z.string().nullable().describe('A voice of the model, such as alloy. That of the settings unless said.'),
      name: z.string().nullable().describe('A short name for the file, without an extension.'),
    }),
    prepare: async ({ text, voice: wanted, name }, { conversationId, signal }) => {
      requireTrust('saves no sound');
      if (text.trim() === '') throw new Error('Say in `text` what is to be spoken.');
      if (text.length > mostCharacters)
        throw new Error(`The text has more than ${formatCount(mostCharacters)} characters. Speak a part of it.`);
      if (wanted !== null && !/^[\w-]{1,64}$/.test(wanted)) throw new Error(`There is no voice “${wanted}”.`);
      const { account } = parts;
      const { profile } = account;
      const folder = saveFolder(parts);
      const model = await taskModelUnasked(parts, 'speech');
      const voice = wanted ?? readSettings().speechVoice;
      return {
        title: `Speak a text with ${model}`,
        approval: paidApproval({
          title: 'Speak a text',
          profile,
          path: '/audio/speech',
          request: { model, voice, input: text },
          facts: [`Voice: ${voice}`, 'Saved in speech'],
          content: text,
          covers: 'every text that is spoken',
        }),
        run: () =>
          meteredCall(parts, conversationId || feature, async (spend) => {
            const client = await account.client(profile, feature);
            const audio: SpeechAudio[] = [];
            const { durationMs, cost, dropped } = await speakAll(
              client,
              { model, voice, input: text },
              { signal, onAudio: (piece) => audio.push(piece), onCost: (usd) => spend({ usd }) },
            );
            signal.throwIfAborted();
            const { bytes, extension } = speechFile(audio);
            const file = `${slugOf(name ?? text, 'speech')}.${extension}`;
            const saved = vscode.workspace.asRelativePath(await saveNew(folder, 'speech', file, bytes));
            const length = durationMs > 0 ? formatDuration(durationMs) : undefined;
            return doneMessage(`Saved ${saved}`, length, model, costNote(cost, profile), droppedNote(dropped));
          }),
      };
    },
  });
