// The size of our client against the official SDK's, bundled by the same tool with the same options.
// Prints JSON lines { name, ours, peer, unit, ratio, goal }: `ratio` is ours/peer, `goal` the largest allowed.
import { gzipSync } from 'node:zlib';
import { bundleForRelease } from '../../scripts/build.mjs';

const ours = await bundleForRelease("export { createClient } from './src/openai/client.ts';");
const peer = await bundleForRelease("export { OpenAI } from 'openai';");
const [size, peerSize] = [ours.length, peer.length];
const ratio = Number((size / peerSize).toPrecision(3));
console.log(`compressed: ours ${gzipSync(ours).length}, the SDK ${gzipSync(peer).length} bytes`);
console.log(JSON.stringify({ name: 'size of the client', ours: size, peer: peerSize, unit: 'bytes', ratio, goal: 1 }));
