import { useLayoutEffect, useRef } from 'preact/hooks';
import { MarkdownView } from './markdown.ts';

export function Markdown({ text, done }: { text: string; done: boolean }) {
  const root = useRef<HTMLDivElement>(null);
  const view = useRef<MarkdownView>(null);
  useLayoutEffect(() => {
    if (!root.current) return;
    view.current ??= new MarkdownView(root.current);
    view.current.update(text, done);
  }, [text, done]);
  return <div class="markdown" ref={root} />;
}
