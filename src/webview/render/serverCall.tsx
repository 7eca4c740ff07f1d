import type { ServerCallStatus } from '../../agent/serverCall.ts';
import type { ServerCallItem } from '../../agent/transcript.ts';
import { visibleLine } from '../../agent/visibleText.ts';
import { formatDuration } from '../../protocol/figures.ts';
import { Icon } from '../icon.tsx';
import { GeneratedImage } from './generatedImage.tsx';
import { hasDetails, ServerCallDetails } from './serverCallDetails.tsx';
import { useFold } from './useFold.ts';

const appearance: Record<ServerCallStatus, { icon: string; label: string; style: string; spin?: boolean }> = {
  running: { icon: 'loading', label: 'Running', style: 'running', spin: true },
  succeeded: { icon: 'check', label: 'Succeeded', style: 'succeeded' },
  failed: { icon: 'error', label: 'Failed', style: 'failed' },
  cancelled: { icon: 'circle-slash', label: 'Cancelled', style: 'cancelled' },
};

const noticeableMs = 100;
const mostTitleCharacters = 300;

/** What the server did by itself: one line, what it was about below it. */
export function ServerCall({ item }: { item: ServerCallItem }) {
  const fold = useFold(item.id);
  const { icon, label, style, spin } = appearance[item.status];
  const title = visibleLine(titleOf(item), mostTitleCharacters);
  const line = (
    <>
      <span class="toolStatus" role="img" aria-label={label} title={label}>
        <Icon name={icon} spin={spin ?? false} />
      </span>
      <span class="toolTitle">{title}</span>
      {(item.durationMs ?? 0) >= noticeableMs && <span class="toolTime">{formatDuration(item.durationMs ?? 0)}</span>}
    </>
  );
  return (
    <article class={`item toolCall serverCall tool-${style}`} aria-label={`Tool of the server: ${title}`}>
      {hasDetails(item) ? (
        <details {...fold}>
          <summary class="toolLine">
            {line}
            <Icon name="chevron-right" />
          </summary>
          {fold.open && <ServerCallDetails item={item} />}
        </details>
      ) : (
        <div class="toolLine plain">{line}</div>
      )}
      {item.call.kind === 'imageGeneration' && <GeneratedImage item={item} call={item.call} />}
    </article>
  );
}

/** `Searched the web for “sorting”`, on one line. */
function titleOf({ call, status }: ServerCallItem): string {
  const running = status === 'running';
  switch (call.kind) {
    case 'webSearch':
      return `${running ? 'Searching' : 'Searched'} the web${forQueries(call.queries)}`;
    case 'openPage':
      return `${running ? 'Opening' : 'Opened'} ${call.url || 'a page'}`;
    case 'findInPage':
      return `${running ? 'Looking' : 'Looked'} for “${call.pattern}” in ${call.url}`;
    case 'fileSearch':
      return `${running ? 'Searching' : 'Searched'} files${forQueries(call.queries)}${counted(call.hits.length, 'hit')}`;
    case 'codeInterpreter':
      return running ? 'Running code' : 'Ran code';
    case 'imageGeneration':
      if (call.error !== undefined) return 'No image was made';
      return running ? 'Making an image' : 'Made an image';
    case 'mcpTools':
      return `Tools of the MCP server ${call.server}${counted(call.tools.length, 'tool')}`;
    case 'mcpCall':
      return `${call.server}: ${call.name}`;
    case 'unsupported':
      return `The model asked for “${call.type}”, which Parley does not support: it was not run`;
  }
}

const forQueries = (queries: readonly string[]): string =>
  queries.length === 0 ? '' : ` for ${queries.map((query) => `“${query}”`).join(', ')}`;

const counted = (count: number, what: string): string =>
  count === 0 ? '' : ` (${count} ${what}${count === 1 ? '' : 's'})`;
