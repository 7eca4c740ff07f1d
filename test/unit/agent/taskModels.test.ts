import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseTaskModel, mayDo } from '../../../src/agent/models/taskModels.ts';

void test('a preferred model is taken wherever it stands in the list', () => {
  const ids = ['gpt-5.2', 'whisper-1', 'dall-e-2', 'tts-1-hd', 'gpt-image-1', 'text-embedding-3-large', 'tts-1'];
  assert.equal(chooseTaskModel('image', ids), 'gpt-image-1');
  assert.equal(chooseTaskModel('speech', ids), 'tts-1');
  assert.equal(chooseTaskModel('transcription', ids), 'whisper-1');
  assert.equal(chooseTaskModel('translation', ids), 'whisper-1');
  assert.equal(chooseTaskModel('embedding', ids), 'text-embedding-3-large');
  assert.equal(chooseTaskModel('moderation', ids), undefined, 'none is listed');
});

void test('a snapshot the catalog knows comes before a model with a fitting name', () => {
  const ids = ['my-whisper-tts', 'openai/gpt-4o-mini-tts-2025-12-15', 'gpt-4o-transcribe-diarize'];
  assert.equal(chooseTaskModel('speech', ids), 'openai/gpt-4o-mini-tts-2025-12-15');
  assert.equal(chooseTaskModel('transcription', ids), 'gpt-4o-transcribe-diarize');
  assert.equal(
    chooseTaskModel('translation', ids),
    'my-whisper-tts',
    'a model that only transcribes translates nothing',
  );
});

void test('models of other servers are known by their names', () => {
  const ids = ['llama3.2:3b', 'nomic-embed-text', 'Systran/faster-whisper-small', 'hexgrad/Kokoro-82M', 'sdxl-turbo'];
  assert.equal(chooseTaskModel('embedding', ids), 'nomic-embed-text');
  assert.equal(chooseTaskModel('translation', ids), 'Systran/faster-whisper-small');
  assert.equal(chooseTaskModel('speech', ids), 'hexgrad/Kokoro-82M');
  assert.equal(chooseTaskModel('image', ids), 'sdxl-turbo');
  assert.equal(chooseTaskModel('embedding', ['BAAI/bge-m3']), 'BAAI/bge-m3');
  assert.equal(chooseTaskModel('embedding', ['all-minilm:l6-v2']), 'all-minilm:l6-v2');
  assert.equal(chooseTaskModel('image', ['llama3.2-vision']), undefined);
  assert.equal(chooseTaskModel('speech', ['gpt-5.2']), undefined);
});

void test('only the catalog rules a model out for a task', () => {
  assert.equal(mayDo('translation', 'gpt-4o-transcribe'), false);
  assert.equal(mayDo('translation', 'whisper-1'), true);
  assert.equal(mayDo('translation', 'faster-whisper'), true);
});
