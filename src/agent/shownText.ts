import { Lexer, type Token, type Tokens } from 'marked';
import type { Item } from './transcript.ts';

const known = new WeakMap<Item, string>();

/** The words of an item that are shown without unfolding anything, blocks on lines of their own. */
export function shownText(item: Item): string {
  let text = known.get(item);
  if (text === undefined) known.set(item, (text = textOf(item)));
  return text;
}

function textOf(item: Item): string {
  switch (item.type) {
    case 'user':
      return item.text;
    case 'assistant':
      return wordsOf(new Lexer().lex(item.text));
    case 'toolCall':
      return item.title ?? item.name;
    case 'question':
      return item.question.text;
    case 'reasoning':
    case 'serverCall':
    case 'result':
      return '';
  }
}

const wordsOf = (tokens: readonly Token[]): string => tokens.map(words).join('');

/** The token as it reads once it is drawn. */
function words(token: Token): string {
  switch (token.type) {
    case 'space':
    case 'def':
    case 'hr':
      return '';
    case 'br':
      return '\n';
    case 'code':
      return `${(token as Tokens.Code).text}\n`;
    case 'codespan':
      return (token as Tokens.Codespan).text;
    case 'html':
      return decoded((token as Tokens.HTML).text.replaceAll(/<[^<>]*>/g, ''));
    case 'image': {
      const { text, href } = token as Tokens.Image;
      return text ? `${text} (${href})` : href;
    }
    case 'list':
      return (token as Tokens.List).items.map(({ tokens }) => `${wordsOf(tokens)}\n`).join('');
    case 'table': {
      const { header, rows } = token as Tokens.Table;
      return [header, ...rows]
        .flat()
        .map(({ tokens }) => `${wordsOf(tokens)}\n`)
        .join('');
    }
    case 'paragraph':
    case 'heading':
    case 'blockquote':
      return `${wordsOf(token.tokens ?? [])}\n`;
    case 'escape':
      return (token as Tokens.Escape).text;
    default:
      return 'tokens' in token ? wordsOf(token.tokens) : decoded('text' in token ? String(token.text) : '');
  }
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
  nbsp: '\u00A0',
};

const decoded = (text: string): string =>
  text.replaceAll(/&(amp|lt|gt|quot|#39|nbsp);/g, (entity, name: string) => entities[name] ?? entity);
