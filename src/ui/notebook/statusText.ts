import type { Usage } from '../../agent/transcript.ts';
import type { CellResult } from '../../protocol/cellResult.ts';
import { formatCost, formatCount, formatDuration } from '../../protocol/figures.ts';

/** `200 · first token 0.3 s · 1.2 s · 45 → 120 tokens · $0.0012`; of what is not known, nothing. */
export function statusText({ state, status, firstTokenMs, durationMs, usage, audioSeconds, cost }: CellResult): string {
  const parts = [
    state === 'cancelled' && 'cancelled',
    status !== undefined && String(status),
    firstTokenMs !== undefined && `first token ${formatDuration(firstTokenMs)}`,
    durationMs !== undefined && formatDuration(durationMs),
    usage && `${tokensOf(usage)} tokens`,
    !usage && audioSeconds !== undefined && `${formatDuration(1000 * audioSeconds)} of sound`,
    cost && priceOf(cost.usd),
  ];
  return parts.filter(Boolean).join(' · ');
}

/** What stands behind the figures, a line each. */
export function statusTooltip({ request, requestId, usage, cost }: CellResult): string {
  const lines = [
    `${request.method} ${request.path}`,
    usage && usage.cachedTokens > 0 && `${formatCount(usage.cachedTokens)} of the input tokens were cached`,
    usage && usage.reasoningTokens > 0 && `${formatCount(usage.reasoningTokens)} of the output tokens were reasoning`,
    cost && `${priceOf(cost.usd)}: ${cost.basis}`,
    requestId !== undefined && `Request id: ${requestId}`,
  ];
  return lines.filter(Boolean).join('\n');
}

const priceOf = (usd: number): string => (usd === 0 ? 'free' : formatCost(usd));

/** An embedding has no output. */
function tokensOf({ inputTokens, outputTokens }: Usage): string {
  const input = formatCount(inputTokens);
  return outputTokens === 0 ? input : `${input} → ${formatCount(outputTokens)}`;
}
