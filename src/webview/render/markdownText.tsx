import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Citation } from '../../agent/transcript.ts';
import { drawCitations, markCitations, sourcesOf } from './citations.ts';
import { MarkdownView } from './markdown.ts';

/** With `citations`, which come with the end of a text, their numbers stand in it. */
export function Markdown(props: { text: string; done: boolean; citations?: readonly Citation[] | undefined }) {
  const { text, done, citations } = props;
  const root = useRef<HTMLDivElement>(null);
  const view = useRef<MarkdownView>(null);
  useLayoutEffect(() => {
    if (!root.current) return;
    view.current ??= new MarkdownView(root.current);
    if (!citations) {
      view.current.update(text, done);
      return;
    }
    const { sources, numbers } = sourcesOf(citations);
    view.current.update(markCitations(text, citations, numbers), done, (fragment) => drawCitations(fragment, sources));
  }, [text, done, citations]);
  useLayoutEffect(() => () => view.current?.dispose(), []);
  return <div class="markdown" ref={root} />;
}
