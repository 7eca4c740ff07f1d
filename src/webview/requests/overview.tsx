import type { ComponentChildren, JSX } from 'preact';
import { formatCost, formatCount } from '../../protocol/figures.ts';
import type { RequestDetails, RequestRow } from '../../protocol/requests.ts';
import { CopyButton } from '../notebook/copyButton.tsx';
import { formatMs } from './formatMs.ts';
import { Status } from './requestList.tsx';

const limitHeader = /^(x-ratelimit-|retry-after|anthropic-ratelimit-)/;

/** What is to be known of a request at a glance. */
export function Overview({ row, details }: { row: RequestRow; details: RequestDetails }): JSX.Element {
  const limits = details.answerHeaders.filter(([name]) => limitHeader.test(name));
  return (
    <dl class="facts">
      <Fact name="Status">
        <Status row={row} />
      </Fact>
      <Fact name="Problem">{row.problem}</Fact>
      <Fact name="Address">{details.url}</Fact>
      <Fact name="Feature">{row.feature}</Fact>
      <Fact name="Model">{row.model}</Fact>
      <Fact name="Attempt">{row.attempt > 1 ? row.attempt : undefined}</Fact>
      <Fact name="Begun">{new Date(row.startedAt).toLocaleString()}</Fact>
      <Fact name="First token">{row.firstTokenMs !== undefined && formatMs(row.firstTokenMs)}</Fact>
      <Fact name="Duration">{row.durationMs !== undefined && formatMs(row.durationMs)}</Fact>
      <Fact name="Tokens">
        {row.inputTokens !== undefined &&
          `${formatCount(row.inputTokens)} in, ${formatCount(row.outputTokens ?? 0)} out`}
      </Fact>
      <Fact name="Cost">{row.costUsd !== undefined && `${formatCost(row.costUsd)} by OpenAI’s price list`}</Fact>
      <Fact name="Request id">
        {row.requestId !== undefined && (
          <span class="withCopy">
            {row.requestId}
            <CopyButton text={() => row.requestId ?? ''} label="Copy request id" />
          </span>
        )}
      </Fact>
      {limits.map(([name, value]) => (
        <Fact key={name} name={name}>
          {value}
        </Fact>
      ))}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }): JSX.Element | null {
  if (children === undefined || children === false) return null;
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
