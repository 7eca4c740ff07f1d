import type { ComponentChildren } from 'preact';

const openable = /^https?:\/\//i;

/** An address of a stranger. Clicking asks the extension to open it; what may not be opened is plain text. */
export function WebLink({ url, children }: { url: string; children?: ComponentChildren }) {
  if (!openable.test(url)) return <span class="webLink">{children ?? url}</span>;
  return (
    <a class="webLink" role="link" tabIndex={0} data-href={url} title={url}>
      {children ?? url}
    </a>
  );
}

/** The part of an address that says whose it is. */
export const hostOf = (url: string): string => URL.parse(url)?.host ?? '';
