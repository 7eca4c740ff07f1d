import { createHash } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';

type Colour = readonly [red: number, green: number, blue: number];

/** Numbers from 0 to 1 that depend on a text alone. */
export function numbersOf(text: string): (index: number) => number {
  const digest = createHash('sha256').update(text).digest();
  return (index) => (digest[index % digest.length] ?? 0) / 255;
}

/** A drawing that depends on its prompt: a sky, a sun and hills. Square, RGB. */
export function drawPng(prompt: string, size = 256): Buffer {
  const random = numbersOf(prompt);
  const hue = random(0);
  const sky = [colour(hue, 0.55, 0.35), colour(hue + 0.12, 0.75, 0.78)] as const;
  const sun = { x: size * (0.25 + random(1) / 2), y: size * (0.25 + random(2) / 4), radius: size * 0.1 };
  const hills = [0, 1, 2].map((layer) => ({
    base: size * (0.58 + layer * 0.13),
    height: size * (0.04 + random(layer + 3) * 0.06),
    phase: random(layer + 6) * 7,
    colour: colour(hue + 0.45 + layer * 0.04, 0.35, 0.4 - layer * 0.1),
  }));
  return encodePng(size, size, (x, y) => {
    const hill = hills.findLast(({ base, height, phase }) => y > base + height * Math.sin((x / size) * 9 + phase));
    if (hill) return hill.colour;
    const distance = Math.hypot(x - sun.x, y - sun.y) / sun.radius;
    if (distance < 1) return [255, 244, 214];
    const glow = Math.max(0, 1 - (distance - 1) / 3) * 0.6;
    return mix(mix(sky[0], sky[1], y / (size * 0.7)), [255, 236, 190], glow);
  });
}

/** A PNG of a red, green and blue for each pixel. */
function encodePng(width: number, height: number, at: (x: number, y: number) => Colour): Buffer {
  const rows = Buffer.alloc(height * (width * 3 + 1));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) rows.set(at(x, y), y * (width * 3 + 1) + 1 + x * 3);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A little tune as 16-bit samples, mono: a note for each of the first words. */
export function tunePcm(text: string, sampleRateHz = 24_000): Buffer {
  const words = text.split(/\s+/).slice(0, 8);
  const noteSamples = Math.floor(sampleRateHz * 0.18);
  const samples = Buffer.alloc(words.length * noteSamples * 2);
  for (const [index, word] of words.entries()) {
    const hertz = 261.63 * 2 ** ((word.length % 12) / 12);
    for (let at = 0; at < noteSamples; at++) {
      const fade = Math.min(1, at / 400, (noteSamples - at) / 1200);
      const value = Math.sin((2 * Math.PI * hertz * at) / sampleRateHz) * fade * 8000;
      samples.writeInt16LE(Math.round(value), (index * noteSamples + at) * 2);
    }
  }
  return samples;
}

/** The same as a WAV file. */
export function tuneWav(text: string, sampleRateHz = 24_000): Buffer {
  const samples = tunePcm(text, sampleRateHz);
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + samples.length, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(sampleRateHz, 24);
  header.writeUInt32LE(sampleRateHz * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(samples.length, 40);
  return Buffer.concat([header, samples]);
}

/** An MP3 of silence: MPEG-1 layer III frames of 26 ms at 44.1 kHz, 128 kbit/s, mono. */
export function silentMp3(seconds: number): Buffer {
  const frame = Buffer.alloc(417);
  frame.set([0xff, 0xfb, 0x90, 0xc4]);
  return Buffer.concat(Array.from({ length: Math.ceil(seconds / 0.026_122) }, () => frame));
}

function chunk(type: string, data: Buffer): Buffer {
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

function mix(a: Colour, b: Colour, share: number): Colour {
  const part = (index: 0 | 1 | 2) => Math.round(a[index] + (b[index] - a[index]) * Math.min(1, share));
  return [part(0), part(1), part(2)];
}

/** Hue, saturation and lightness, each from 0 to 1. */
function colour(hue: number, saturation: number, lightness: number): Colour {
  const part = (offset: number) => {
    const k = (offset + (((hue % 1) + 1) % 1) * 12) % 12;
    const range = saturation * Math.min(lightness, 1 - lightness);
    return Math.round(255 * (lightness - range * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
  };
  return [part(0), part(8), part(4)];
}
