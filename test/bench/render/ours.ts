import { answer, firstSnapshot, snapshot, user } from '../../webview/samples.ts';
import { offer } from './drive.ts';

const send = (data: unknown): void => {
  window.dispatchEvent(new MessageEvent('message', { data }));
};
const streaming = firstSnapshot(snapshot([user('Go'), answer('', 'streaming')]));

Object.assign(window, {
  acquireVsCodeApi: () => ({
    getState: () => undefined,
    setState: () => undefined,
    postMessage: ({ id, method }: { id: number; method: string }) =>
      send({ rpc: 'answer', id, result: method === 'ready' ? streaming : null }),
  }),
});
offer((chunks) => {
  send({ rpc: 'event', name: 'turn', payload: chunks.map((delta) => ({ type: 'delta', itemId: 'a1', delta })) });
});
