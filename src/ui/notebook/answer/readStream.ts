import { performance } from 'node:perf_hooks';
import type { ResultPart } from '../../../protocol/cellResult.ts';
import { ChoicesStream } from './choicesStream.ts';
import type { StreamEvent } from './eventSource.ts';
import { finish } from './finish.ts';
import type { Growing } from './growing.ts';
import { describePictures } from './images.ts';
import { ImageStream, OtherStream, SpeechStream, TranscriptStream } from './mediaStreams.ts';
import type { Answer, ReadOptions, Sent } from './answer.ts';
import { ResponseStream } from './responseStream.ts';
import { resumedEvents } from './resumedEvents.ts';
import { RunStream } from './runStream.ts';

/** Reads server-sent events, of whatever stream they are. Parts come with each batch; the last ones before it rejects. */
export async function readStream(response: Response, sent: Sent, options: ReadOptions): Promise<Answer> {
  let growing: Growing | undefined;
  let firstTokenMs: number | undefined;
  const partsNow = (streaming: boolean) => (growing ? asStreaming(growing.parts(), streaming) : []);
  const show = (streaming: boolean) => {
    if (firstTokenMs === undefined && partsNow(streaming).some(saysSomething)) {
      firstTokenMs = performance.now() - sent.startedAt;
    }
    if (streaming && options.onGrowing) options.onGrowing(() => partsNow(true), firstTokenMs);
    else options.onParts(partsNow(streaming), firstTokenMs);
  };
  try {
    for await (const events of resumedEvents(response, options)) {
      for (const event of events) {
        growing ??= growingFor(event, sent);
        growing.take(event);
      }
      show(true);
    }
    if (growing?.failure) throw growing.failure;
  } catch (error) {
    show(false);
    throw error;
  }
  growing ??= new OtherStream();
  const value = growing.value();
  // Sound is whole only now.
  const said = [...asStreaming(growing.parts(), false), ...(await describePictures(value, options))];
  const { audioSeconds } = growing;
  return {
    ...finish(value, said, sent),
    ...(firstTokenMs !== undefined && { firstTokenMs }),
    ...(audioSeconds !== undefined && { audioSeconds }),
  };
}

function growingFor({ name, data }: StreamEvent, sent: Sent): Growing {
  if (Array.isArray(data.choices)) return new ChoicesStream(sent);
  if (name.startsWith('response.')) return new ResponseStream();
  if (name.startsWith('thread.')) return new RunStream();
  if (name.startsWith('image_')) return new ImageStream(sent);
  if (name.startsWith('transcript.')) return new TranscriptStream();
  if (name.startsWith('speech.')) return new SpeechStream(sent);
  return new OtherStream();
}

/** Only the last text grows. */
function asStreaming(parts: readonly ResultPart[], streaming: boolean): readonly ResultPart[] {
  const last = streaming ? parts.findLastIndex((part) => part.kind === 'text') : -1;
  return parts.map((part, index) => (index === last ? { ...part, streaming: true } : part));
}

const saysSomething = (part: ResultPart): boolean => part.kind !== 'text' || part.text !== '';
