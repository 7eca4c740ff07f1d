import { Lexer, Marked, type RendererThis, type Token, type Tokens } from 'marked';

const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

/** Digits after the closing dollar, or a space inside the delimiters, mean money and not mathematics. */
const inlineMath =
  /^(?:\$\$([^\n]+?)\$\$|\\\[([^\n]+?)\\\]|\\\(([^\n]+?)\\\)|\$((?:\\.|[^\s\\$])|(?:\\.|[^\s\\$])(?:\\.|[^\n\\$])*?(?:\\.|[^\s\\$]))\$(?!\d))/;
const blockMath = /^ {0,3}(?:\$\$([\s\S]+?)\$\$|\\\[([\s\S]+?)\\\])[ \t]*(?:\n+|$)/;

const paragraphEnd = (source: string): number | undefined => {
  const end = source.indexOf('\n\n');
  return end < 0 ? undefined : end;
};

function mathToken(type: string, match: RegExpExecArray | null): Tokens.Generic | undefined {
  if (!match) return undefined;
  const [raw, dollars, brackets, parentheses, dollar] = match;
  const display = dollars ?? brackets;
  return { type, raw, text: (display ?? parentheses ?? dollar ?? '').trim(), display: display !== undefined };
}

const marked = new Marked({
  extensions: [
    {
      name: 'blockMath',
      level: 'block',
      // Asked in each paragraph: an empty line ends it.
      start: (src: string) => /^ {0,3}(?:\$\$|\\\[)/m.exec(src.slice(0, paragraphEnd(src)))?.index,
      tokenizer: (src: string) => mathToken('blockMath', blockMath.exec(src)),
      renderer: ({ text }) => `<div class="math mathDisplay">${escapeHtml(text as string)}</div>`,
    },
    {
      name: 'inlineMath',
      level: 'inline',
      start: (src: string) => /\$|\\[([]/.exec(src)?.index,
      tokenizer: (src: string) => mathToken('inlineMath', inlineMath.exec(src)),
      renderer: ({ text, display }) =>
        `<span class="math${display ? ' mathDisplay' : ''}">${escapeHtml(text as string)}</span>`,
    },
  ],
  renderer: {
    // An answer must not load anything: the address of an image can carry what the model has read.
    image: ({ href, text }) =>
      `<a class="image" href="${escapeHtml(href)}">${escapeHtml(text ? `${text} (${href})` : href)}</a>`,
    checkbox: ({ checked }) => (checked ? '☑ ' : '☐ '),
    listitem(this: RendererThis, item: Tokens.ListItem) {
      return `<li${item.task ? ' class="task"' : ''}>${this.parser.parse(item.tokens)}</li>\n`;
    },
  },
});

/** What `[text][label]` refers to, by label. */
export type Links = Lexer['tokens']['links'];

/** The top-level blocks of `source`. Definitions found are added to `links`. */
export function parseBlocks(source: string, links: Links): readonly Token[] {
  const lexer = new Lexer(marked.defaults);
  lexer.tokens.links = links;
  return lexer.lex(source);
}

/** The same without what is inside the blocks. */
export function scanBlocks(source: string, links: Links): readonly Token[] {
  const lexer = new Lexer(marked.defaults);
  lexer.tokens.links = links;
  return lexer.blockTokens(source, []);
}

/** HTML of blocks, not yet sanitised. */
export const renderBlocks = (blocks: readonly Token[]): string => marked.parser([...blocks]);
