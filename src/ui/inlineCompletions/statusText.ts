import type { ErrorHelp } from '../../protocol/errorHelp.ts';
import { formatCost, formatCount } from '../../protocol/figures.ts';
import type { Recent } from '../../store/recentSpending.ts';

/** What the status bar says, and what it holds to say more. */
export interface CompletionStatus {
  recent: Recent;
  /** In US dollars; 0: no limit. */
  hourlyBudgetUsd: number;
  /** When the hour has moved on enough, as people read a time; where the budget is used up. */
  againAt?: string;
  /** The model that was asked last. */
  model?: string;
  /** Said of prices where the server may ask others. */
  priceNote: string;
  fromCache: number;
  /** `againAt`: until when nothing is asked, where that is still to come. */
  failure?: Pick<ErrorHelp, 'title' | 'text'> & { againAt?: string };
}

const dollars = (usd: number): string => (usd === 0 ? '$0.00' : formatCost(usd));

const isSpent = ({ recent, hourlyBudgetUsd }: CompletionStatus): boolean =>
  hourlyBudgetUsd > 0 && recent.costUsd >= hourlyBudgetUsd;

/** The few words in the status bar, with icons. */
export function statusText(status: CompletionStatus): string {
  const { recent, hourlyBudgetUsd, failure } = status;
  if (isSpent(status)) return '$(debug-pause) $0.00 left';
  const icon = failure ? '$(warning)' : '$(sparkle)';
  if (hourlyBudgetUsd === 0) return `${icon} ${dollars(recent.costUsd)} in the last hour`;
  return `${icon} ${dollars(hourlyBudgetUsd - recent.costUsd)} left`;
}

/** The lines behind it, most urgent first. */
export function statusLines(status: CompletionStatus): string[] {
  const { recent, hourlyBudgetUsd, againAt, model, priceNote, fromCache, failure } = status;
  const { costUsd, requests, unpriced } = recent;
  const asked = `${formatCount(requests)} ${requests === 1 ? 'request' : 'requests'}`;
  const unknown =
    unpriced === 0
      ? ''
      : `, ${unpriced === requests ? 'none' : formatCount(requests - unpriced)} of them with a known price`;
  return [
    ...(isSpent(status)
      ? [`The hour's budget of ${dollars(hourlyBudgetUsd)} is used up. Completions pause until ${againAt ?? 'later'}.`]
      : []),
    ...(failure
      ? [
          [
            failure.title && `${failure.title}.`,
            failure.text,
            `Next try ${failure.againAt ? `at ${failure.againAt}` : 'as you type'}.`,
          ]
            .filter(Boolean)
            .join(' '),
        ]
      : []),
    `The last hour: ${dollars(costUsd)}${priceNote} for ${asked}${unknown}.`,
    ...(hourlyBudgetUsd > 0 ? [`Its budget: ${dollars(hourlyBudgetUsd)}.`] : ['It has no budget.']),
    ...(fromCache > 0
      ? [`Answered ${fromCache === 1 ? 'once' : `${formatCount(fromCache)} times`} without a request.`]
      : []),
    ...(model === undefined ? [] : [`Model: ${model}`]),
  ];
}
