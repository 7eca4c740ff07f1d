const charactersPerChunk = 4;
const chunksPerFrame = 20;

declare global {
  interface Window {
    /** Renders the text as it arrives; answers with the milliseconds each frame took. */
    streamMarkdown: (text: string) => Promise<number[]>;
  }
}

/** Offers to feed a text to `append`, 20 chunks of 4 characters a frame, and to time scripts, layout and paint. */
export function offer(append: (chunks: readonly string[]) => void): void {
  window.streamMarkdown = async (text) => {
    const chunks = text.match(new RegExp(`[^]{1,${charactersPerChunk}}`, 'g')) ?? [];
    const times: number[] = [];
    for (let start = 0; start < chunks.length; start += chunksPerFrame) {
      const frame = timeFrame();
      const begin = performance.now();
      append(chunks.slice(start, start + chunksPerFrame));
      times.push(performance.now() - begin + (await frame));
    }
    return times;
  };
}

/** Milliseconds from the start of the next frame until it is drawn. */
function timeFrame(): Promise<number> {
  return new Promise((resolve) => {
    requestAnimationFrame((begin) => {
      const started = Math.max(begin, performance.now());
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        resolve(performance.now() - started);
      };
      port2.postMessage(null);
    });
  });
}
