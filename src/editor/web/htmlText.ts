/** Elements whose content is nothing to read. */
const unread = new Set(['script', 'style', 'noscript', 'template', 'svg', 'iframe', 'object', 'select', 'math']);
const blocks =
  /^(address|article|aside|blockquote|br|caption|dd|details|dialog|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|header|hr|li|main|nav|ol|p|pre|section|summary|table|tbody|thead|title|tr|ul)$/;
const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  copy: '©',
  hellip: '…',
  laquo: '«',
  ldquo: '“',
  lsquo: '‘',
  mdash: '—',
  middot: '·',
  ndash: '–',
  raquo: '»',
  rdquo: '”',
  rsquo: '’',
};

/** What a reader sees of a page: headings, lists and links as in Markdown, no scripts. Takes any text, in linear time. */
export function htmlText(html: string, base: string): string {
  const lines = new Lines();
  const links: (string | undefined)[] = [];
  for (let at = 0; at < html.length;) {
    const open = html.indexOf('<', at);
    if (open !== at) lines.add(decode(html.slice(at, open < 0 ? html.length : open)));
    if (open < 0) break;
    if (!/[a-z/!?]/i.test(html.charAt(open + 1))) {
      lines.add('<');
      at = open + 1;
      continue;
    }
    const isComment = html.startsWith('<!--', open);
    const close = isComment ? html.indexOf('-->', open) : html.indexOf('>', open);
    if (close < 0) break;
    at = close + (isComment ? 3 : 1);
    const tag = html.slice(open + 1, close);
    const [, slash, written = ''] = /^(\/?)([a-z][a-z0-9-]{0,40})/i.exec(tag) ?? [];
    const name = written.toLowerCase();
    if (isComment || name === '') continue;
    if (slash === '' && unread.has(name) && !tag.endsWith('/')) at = afterElement(html, at, name);
    else if (name === 'a') link(slash === '' ? tag : undefined, lines, links, base);
    else if (name === 'pre') lines.keepSpaces(slash === '');
    else if ((name === 'td' || name === 'th') && slash === '') lines.add(' | ');
    else if (blocks.test(name)) lines.end(slash === '' ? markOf(name) : '');
  }
  return lines.text();
}

function link(tag: string | undefined, lines: Lines, links: (string | undefined)[], base: string): void {
  if (tag === undefined) {
    const target = links.pop();
    if (target !== undefined) lines.add(`](${target})`);
    return;
  }
  const [, double, single, bare] = /\shref\s?=\s?(?:"([^"]*)"|'([^']*)'|([^\s"']+))/i.exec(tag.slice(0, 4000)) ?? [];
  const href = decode(double ?? single ?? bare ?? '');
  const target = href !== '' && !href.startsWith('#') && URL.canParse(href, base) ? new URL(href, base) : undefined;
  const isWeb = target?.protocol === 'https:' || target?.protocol === 'http:';
  links.push(isWeb ? target.href : undefined);
  if (isWeb) lines.add('[');
}

function afterElement(html: string, from: number, name: string): number {
  const closing = new RegExp(`</${name}[\\s/>]`, 'gi');
  closing.lastIndex = from;
  const found = closing.exec(html);
  if (!found) return html.length;
  const end = html.indexOf('>', found.index);
  return end < 0 ? html.length : end + 1;
}

function markOf(name: string): string {
  if (name === 'li') return '- ';
  if (name === 'title') return '# ';
  return /^h[1-6]$/.test(name) ? `${'#'.repeat(Number(name.slice(1)))} ` : '';
}

/** References to characters become those; characters that nobody sees are left out: only a model would read them. */
function decode(text: string): string {
  const plain = text.replaceAll(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]{2,8}));/gi, (whole, hex, decimal, name) => {
    if (typeof name === 'string') return named[name] ?? whole;
    const code = typeof hex === 'string' ? Number.parseInt(hex, 16) : Number(decimal);
    return code > 0 && code <= 0x10_ff_ff ? String.fromCodePoint(code) : '';
  });
  return plain.replaceAll(/[\u{E0000}-\u{E007F}\u200B\u2060\uFEFF\u202A-\u202E\u2066-\u2069]/gu, '');
}

/** Lines of text, of which no two that follow each other are empty. */
class Lines {
  readonly #lines: string[] = [];
  #line: string[] = [];
  #mark = '';
  #isExact = false;

  add(text: string): void {
    if (!this.#isExact) {
      this.#line.push(text.replaceAll(/\s+/g, ' '));
      return;
    }
    const [first = '', ...others] = text.split(/\r?\n/);
    this.#line.push(first);
    for (const line of others) {
      this.end('');
      this.#line.push(line);
    }
  }

  /** Ends the line; the next begins with the mark. */
  end(mark: string): void {
    const joined = this.#line.join('');
    const text = this.#isExact ? joined.trimEnd() : joined.replaceAll(/ {2,}/g, ' ').trim();
    if (text !== '') this.#lines.push(this.#mark + text);
    else if (this.#lines.length > 0 && this.#lines.at(-1) !== '') this.#lines.push('');
    if (text !== '' || mark !== '') this.#mark = mark;
    this.#line = [];
  }

  keepSpaces(on: boolean): void {
    this.end('');
    this.#isExact = on;
  }

  text(): string {
    this.end('');
    return this.#lines.join('\n').trim();
  }
}
