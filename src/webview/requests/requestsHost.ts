import type { RequestsEvents, RequestsMethods } from '../../protocol/requests.ts';
import { connect, type Remote } from '../../protocol/rpc.ts';

declare function acquireVsCodeApi(): { postMessage(message: unknown): void };

export interface RequestsHost extends Remote<RequestsMethods, RequestsEvents> {
  /** Shows the failure where `answer` rejects. */
  attempt(answer: Promise<unknown>): void;
}

/** The extension, seen from the panel. `onFailure` gets the message of every call that fails. */
export function openRequestsHost(onFailure: (message: string) => void): RequestsHost {
  const vscode = acquireVsCodeApi();
  const remote = connect<RequestsMethods, RequestsEvents>({
    postMessage: (message) => vscode.postMessage(message),
    onMessage: (listener) => {
      const onMessage = (event: MessageEvent) => listener(event.data);
      addEventListener('message', onMessage);
      return () => removeEventListener('message', onMessage);
    },
  });
  return {
    ...remote,
    attempt: (answer) => {
      answer.catch((error: unknown) => onFailure(error instanceof Error ? error.message : String(error)));
    },
  };
}
