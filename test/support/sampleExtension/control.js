import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import * as vscode from 'vscode';
import { reachableTexts } from './reachableTexts.js';

/** Listens on a loopback port, whose number it writes to the file, and does what a test posts as JSON. */
export async function startControl(api, file) {
  const reached = reachableTexts(api);
  let changes = 0;
  const listening = api.onDidChangeModels(() => changes++);
  const server = createServer(async (request, response) => {
    let json = '';
    for await (const part of request.setEncoding('utf8')) json += part;
    const { what, request: asked, leaveAfter } = JSON.parse(json);
    if (what === 'models') {
      const models = await api.listModels();
      reachableTexts(models, reached);
      response.end(JSON.stringify({ models, changes }));
    } else if (what === 'reached') {
      response.end(JSON.stringify([...reached]));
    } else {
      const cancel = new vscode.CancellationTokenSource();
      response.on('close', () => cancel.cancel());
      const write = (line) => response.write(`${JSON.stringify(line)}\n`);
      response.flushHeaders();
      await answer({ asked, leaveAfter, token: cancel.token, write });
      response.end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  writeFileSync(file, String(server.address().port));
  return {
    dispose() {
      listening.dispose();
      server.closeAllConnections();
      server.close();
    },
  };

  /** Writes each event as it comes, then how it ended. */
  async function answer({ asked, leaveAfter = Infinity, token, write }) {
    try {
      const events = api.sendRequest(withBytes(asked), token);
      reachableTexts(events, reached);
      let count = 0;
      for await (const event of events) {
        reachableTexts(event, reached);
        write({ event });
        if (++count === leaveAfter) break;
      }
      write({ end: 'done' });
    } catch (error) {
      reachableTexts(error, reached);
      const { name, code, message, retryAfterMs } = error;
      write({ error: { name, code, message, retryAfterMs } });
    }
  }
}

/** JSON has no bytes: images come as base64. */
function withBytes(request) {
  const messages = request.messages?.map((message) =>
    message.images ? { ...message, images: message.images.map((image) => Buffer.from(image, 'base64')) } : message,
  );
  return { ...request, messages };
}
