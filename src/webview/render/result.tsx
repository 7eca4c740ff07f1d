import { useState } from 'preact/hooks';
import type { ResultItem, Usage } from '../../agent/transcript.ts';
import { formatCost, formatCount, formatDuration } from '../../protocol/figures.ts';
import { useHost } from '../host.ts';
import { IconButton } from '../icon.tsx';
import { ContentFilters } from './contentFilters.tsx';
import { ItemMenu } from './itemMenu.tsx';
import { ErrorCard } from './errorCard.tsx';
import { aboutOf, UsageDetails } from './usageDetails.tsx';

export interface ResultProps {
  item: ResultItem;
  last: boolean;
  busy: boolean;
  /** The turn ended in the middle of a text. */
  partial: boolean;
}

/** The end of a turn: what went wrong or was left out, what it cost, and what can be done next. */
export function Result({ item, last, busy, partial }: ResultProps) {
  const host = useHost();
  const [details, setDetails] = useState(false);
  const note = endNote(item);
  return (
    <footer class="item result">
      {item.error && <ErrorCard error={item.error} at={item.at} last={last} />}
      {(note !== undefined || (last && partial && item.end === 'failed')) && (
        <div class="note">
          <span>{note ?? 'What had arrived is kept.'}</span>
          {last && canContinue(item) && (
            <vscode-button secondary onClick={() => host.attempt(host.call('continueAnswer'))}>
              Continue
            </vscode-button>
          )}
        </div>
      )}
      {item.unpriced && <p class="fine">No price is known for this model: it does not count toward the budget.</p>}
      {item.dropped && <p class="fine">Not sent: {item.dropped.join('; ')}.</p>}
      {item.filters && <ContentFilters filters={item.filters} />}
      <div class="resultLine">
        <span class="resultFacts">
          {facts(item).map(({ text, hint }) => (
            <span key={text} title={hint}>
              {text}
            </span>
          ))}
        </span>
        {item.usage && (
          <IconButton
            icon="info"
            label={details ? 'Hide usage details' : 'Usage details'}
            expanded={details}
            onClick={() => setDetails(!details)}
          />
        )}
        {item.end !== 'failed' && (
          <IconButton
            icon="copy"
            label="Copy answer"
            onClick={() => host.attempt(host.call('copyAnswer', { resultId: item.id }))}
          />
        )}
        {last && <IconButton icon="refresh" label="Retry" onClick={() => host.attempt(host.call('retry', {}))} />}
        <ItemMenu itemId={item.id} busy={busy} />
      </div>
      {details && item.usage && <UsageDetails total={item.usage} requests={item.requests ?? []} />}
    </footer>
  );
}

const canContinue = ({ end, incompleteReason }: ResultItem): boolean =>
  (end !== 'complete' && end !== 'incomplete') || (end === 'incomplete' && incompleteReason !== 'content_filter');

function endNote({ end, incompleteReason }: ResultItem): string | undefined {
  switch (end) {
    case 'complete':
    case 'failed':
      return undefined;
    case 'cancelled':
      return 'Stopped.';
    case 'stepLimit':
      return 'Stopped at the step limit (setting parley.maxSteps).';
    case 'budget':
      return 'Stopped at the budget (settings parley.budget.conversationUsd and parley.budget.dayUsd).';
    case 'interrupted':
      return 'The window closed before the answer was complete.';
    case 'lost':
      return 'The server does not have the rest of this answer any more.';
    case 'incomplete':
      if (incompleteReason === 'max_output_tokens') return 'The answer reached the output limit of the model.';
      if (incompleteReason === 'content_filter') return 'The content filter of the server cut the answer.';
      return `The answer is incomplete${incompleteReason === undefined ? '' : `: ${incompleteReason}`}.`;
  }
}

/** None of a turn that was left in the middle: who ran it is gone. */
function facts({ model, usage, durationMs }: ResultItem): { text: string; hint: string }[] {
  if (model === '') return [];
  return [
    { text: model, hint: 'Model' },
    ...(usage ? usageFacts(usage) : []),
    { text: formatDuration(durationMs), hint: 'Time from question to answer' },
  ];
}

function usageFacts(usage: Usage): { text: string; hint: string }[] {
  const { inputTokens, cachedTokens, outputTokens, reasoningTokens, costUsd, estimated } = usage;
  const about = aboutOf(usage);
  const unsaid = estimated ? ', estimated: the server has not said all of it' : '';
  const cached = cachedTokens > 0 ? ` (${formatCount(cachedTokens)} cached)` : '';
  const reasoning = reasoningTokens > 0 ? ` (${formatCount(reasoningTokens)} reasoning)` : '';
  return [
    { text: `${about}${formatCount(inputTokens)} in${cached}`, hint: `Tokens sent${unsaid}` },
    { text: `${about}${formatCount(outputTokens)} out${reasoning}`, hint: `Tokens received${unsaid}` },
    ...(costUsd === undefined
      ? []
      : [{ text: `${about}${formatCost(costUsd)}`, hint: `Cost at OpenAI's list price${unsaid}` }]),
  ];
}
