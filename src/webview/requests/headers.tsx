import type { JSX } from 'preact';
import type { HeaderLine, RequestDetails } from '../../protocol/requests.ts';

/** The headers in both directions. Those with a key are not among them. */
export function Headers({ details }: { details: RequestDetails }): JSX.Element {
  return (
    <>
      <HeaderTable title="Of the request" lines={details.requestHeaders} note="The header with the key is left out." />
      <HeaderTable title="Of the answer" lines={details.answerHeaders} />
    </>
  );
}

function HeaderTable(props: { title: string; lines: readonly HeaderLine[]; note?: string }): JSX.Element {
  const { title, lines, note } = props;
  return (
    <>
      <h2>{title}</h2>
      <dl class="facts">
        {lines.map(([name, value], index) => [
          <dt key={`name${index}`}>{name}</dt>,
          <dd key={`value${index}`}>{value}</dd>,
        ])}
      </dl>
      {note !== undefined && <p class="fine">{note}</p>}
    </>
  );
}
