import type { Usage } from '../../agent/transcript.ts';
import type { CellResult } from '../../protocol/cellResult.ts';
import { formatCost, formatCount, formatDuration } from '../../protocol/figures.ts';

/**
 * `200 · 1.2 s · 45 → 120 tokens · $0.0012`; of what is not known, nothing. Short, since VS Code cuts what is longer than
 * half a cell: the tooltip says more.
 */
export function statusText({ state, status, durationMs, usage, audioSeconds, cost }: CellResult): string {
  const parts = [
    state === 'cancelled' && 'cancelled',
    status !== undefined && String(status),
    durationMs !== undefined && formatDuration(durationMs),
    usage && `${tokensOf(usage, shorten)} tokens`,
    !usage && audioSeconds !== undefined && `${formatDuration(1000 * audioSeconds)} of sound`,
    cost && priceOf(cost.usd).replace('under ', '<'),
  ];
  return parts.filter(Boolean).join(' · ');
}

/** `first token 0.3 s`: it stands behind the other figures, where there is room for it. */
export const firstTokenText = ({ firstTokenMs }: CellResult): string =>
  firstTokenMs === undefined ? '' : `first token ${formatDuration(firstTokenMs)}`;

/** What stands behind the figures, a line each. */
export function statusTooltip(result: CellResult): string {
  const { request, requestId, usage, cost } = result;
  const lines = [
    `${request.method} ${request.path}`,
    firstTokenText(result).replace(/^f/, 'F'),
    usage && `${tokensOf(usage, formatCount)} tokens`,
    usage && usage.cachedTokens > 0 && `${formatCount(usage.cachedTokens)} of the input tokens were cached`,
    usage && usage.reasoningTokens > 0 && `${formatCount(usage.reasoningTokens)} of the output tokens were reasoning`,
    cost && `${priceOf(cost.usd)}: ${cost.basis}`,
    requestId !== undefined && `Request id: ${requestId}`,
  ];
  return lines.filter(Boolean).join('\n');
}

const priceOf = (usd: number): string => (usd === 0 ? 'free' : formatCost(usd));

/** An embedding has no output. */
function tokensOf({ inputTokens, outputTokens }: Usage, format: (count: number) => string): string {
  return outputTokens === 0 ? format(inputTokens) : `${format(inputTokens)} → ${format(outputTokens)}`;
}

/** `9,999`, `12k`, `1.2M`. */
const shorten = (count: number): string =>
  count < 10_000 ? formatCount(count) : short.format(count).replace('K', 'k');

const short = new Intl.NumberFormat('en-US', { notation: 'compact' });
