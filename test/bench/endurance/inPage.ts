// Runs in the page: each function holds all it needs.

/** Scrolls from the top to the bottom and back, five screens each frame. */
export async function scrollThrough(selector: string): Promise<void> {
  const view = document.querySelector(selector);
  if (!view) throw new Error('There is nothing to scroll.');
  const stepPx = view.clientHeight * 5;
  const last = () => view.scrollHeight - view.clientHeight;
  for (let top = 0; top < last(); top += stepPx) {
    view.scrollTop = top;
    await new Promise(requestAnimationFrame);
  }
  for (let top = last(); top > 0; top -= stepPx) {
    view.scrollTop = top;
    await new Promise(requestAnimationFrame);
  }
}

/** From each key to its paint, in milliseconds: in `typingMs` of the window. */
export function watchTyping(): void {
  const times: number[] = [];
  Object.assign(window, { typingMs: times });
  addEventListener(
    'keydown',
    () => {
      const begin = performance.now();
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => {
          port1.close();
          times.push(performance.now() - begin);
        };
        port2.postMessage(null);
      });
    },
    { capture: true },
  );
}

/** Streams a text at so many characters a second, as the extension posts it. */
export async function stream([text, itemId, charactersPerSecond]: readonly [string, string, number]): Promise<void> {
  let last = performance.now();
  for (let at = 0; at < text.length;) {
    await new Promise(requestAnimationFrame);
    const now = performance.now();
    const end = at + Math.max(4, Math.round(((now - last) / 1000) * charactersPerSecond));
    last = now;
    const payload = [{ type: 'delta', itemId, delta: text.slice(at, end) }];
    window.postMessage({ rpc: 'event', name: 'turn', payload });
    at = end;
  }
}

/** Milliseconds from an event of the extension until `text` is drawn at the end of what is scrolled. */
export async function open([payload, selector, text]: readonly [unknown, string, string]): Promise<number> {
  const begin = performance.now();
  window.postMessage({ rpc: 'event', name: 'snapshot', payload });
  for (;;) {
    await new Promise(requestAnimationFrame);
    const view = document.querySelector(selector);
    const atEnd = view && view.scrollHeight - view.scrollTop - view.clientHeight < 2;
    if (atEnd && view.textContent.includes(text)) break;
  }
  await new Promise<void>((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve();
    port2.postMessage(null);
  });
  return performance.now() - begin;
}
