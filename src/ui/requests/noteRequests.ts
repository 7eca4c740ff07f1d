import type { Log } from '../../editor/log.ts';
import { featureOf } from './featureLabel.ts';
import { exchangeOf } from './fixture.ts';
import type { RecordFile } from './recordFile.ts';
import type { RecordedRequest } from './recordedRequest.ts';
import type { RequestRecorder } from './requestRecorder.ts';

/** Writes each request that has ended to the file, while `isOn`. Returns a function that stops. */
export function noteRequests(
  recorder: RequestRecorder,
  file: RecordFile,
  { isOn, log }: { isOn: () => boolean; log: Log },
): () => void {
  const noted = new WeakSet<object>();
  // Never throws at once: a request that is watched goes on whatever becomes of its record.
  const note = async (request: RecordedRequest) => {
    const exchange = exchangeOf(request, featureOf(request.sent.label, new Map()), log.hidden);
    if (exchange) await file.append(exchange);
  };
  return recorder.onDidChange(({ changed }) => {
    for (const request of changed) {
      if (request.state === 'running' || noted.has(request) || !isOn()) continue;
      noted.add(request);
      note(request).catch((error: unknown) => log.warn('A request could not be recorded.', error));
    }
  });
}
