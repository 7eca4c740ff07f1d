import { ApiError, json, required, textIn, type ApiAnswer, type ApiRequest, type Routes } from './api.ts';
import { silentMp3, tunePcm, tuneWav } from './media.ts';

const spoken = ['The light turns once in ten seconds.', 'Boats keep to the left of the red buoy.'];

export const audioRoutes: Routes = {
  'POST /audio/speech': ({ body }) => {
    const input = required(body, 'input');
    required(body, 'voice');
    if (input.length > 4096) {
      throw new ApiError(400, "Invalid 'input': string too long. Expected at most 4096 characters.", {
        param: 'input',
      });
    }
    const format = textIn(body.response_format) || 'mp3';
    if (body.stream_format === 'sse') {
      const audio = tunePcm(input).toString('base64');
      return {
        events: [
          { data: { type: 'speech.audio.delta', audio } },
          { data: { type: 'speech.audio.done', usage: { input_tokens: 14, output_tokens: 101, total_tokens: 115 } } },
        ],
      };
    }
    if (format === 'wav') return { bytes: tuneWav(input), type: 'audio/wav' };
    if (format === 'pcm') return { bytes: tunePcm(input), type: 'audio/pcm' };
    // Silence: there is no encoder here.
    return { bytes: silentMp3(1.5), type: 'audio/mpeg' };
  },
  'POST /audio/transcriptions': (request) => transcribe(request, spoken),
  'POST /audio/translations': (request) =>
    transcribe(request, ['Good evening.', 'The ferry leaves at eight from the old harbour.']),
};

function transcribe({ body, files }: ApiRequest, sentences: readonly string[]): ApiAnswer {
  const file = files.find(({ name }) => name === 'file');
  if (!file) throw new ApiError(400, "Missing required parameter: 'file'.", { param: 'file' });
  if (file.content.length === 0)
    throw new ApiError(400, 'Audio file is too short. Minimum audio length is 0.1 seconds.');
  const model = required(body, 'model');
  const text = sentences.join(' ');
  const usage = model.startsWith('whisper')
    ? { type: 'duration', seconds: 4 }
    : { type: 'tokens', input_tokens: 40, output_tokens: 16, total_tokens: 56 };
  if (body.stream === 'true' || body.stream === true) {
    const deltas = text.match(/\S+\s*/g) ?? [];
    return {
      events: [
        ...deltas.map((delta) => ({ data: { type: 'transcript.text.delta', delta } })),
        { data: { type: 'transcript.text.done', text, usage } },
      ],
    };
  }
  const format = textIn(body.response_format) || 'json';
  const plain = (content: string, type: string) => ({ bytes: Buffer.from(content), type: `${type}; charset=utf-8` });
  if (format === 'text') return plain(`${text}\n`, 'text/plain');
  const time = (second: number, mark: string) => `00:00:0${second}${mark}000`;
  if (format === 'srt') {
    const cues = sentences.map((line, at) => `${at + 1}\n${time(at * 2, ',')} --> ${time(at * 2 + 2, ',')}\n${line}\n`);
    return plain(cues.join('\n'), 'text/plain');
  }
  if (format === 'vtt') {
    const cues = sentences.map((line, at) => `${time(at * 2, '.')} --> ${time(at * 2 + 2, '.')}\n${line}\n`);
    return plain(`WEBVTT\n\n${cues.join('\n')}`, 'text/vtt');
  }
  if (format !== 'verbose_json') return json({ text, usage });
  const segments = sentences.map((line, id) => ({
    id,
    seek: 0,
    start: id * 2,
    end: id * 2 + 2,
    text: line,
    tokens: [],
    temperature: 0,
    avg_logprob: -0.2,
    compression_ratio: 1.1,
    no_speech_prob: 0.01,
  }));
  const words = segments.flatMap(({ text: line, start }) =>
    line.split(' ').map((word, at, all) => ({
      word: word.replace(/\W/g, ''),
      start: start + (at * 2) / all.length,
      end: start + ((at + 1) * 2) / all.length,
    })),
  );
  return json({ task: 'transcribe', language: 'english', duration: 4, text, segments, words, usage });
}
