import { readWord } from './readWord.ts';
import { NotUnderstood, type ParsedLine, type SimpleCommand, type Word, type WordSource } from './shellSyntax.ts';

const redirection = /^(?:&>>?|<<<|<<-?|<>|<&|>&|>>|>\||<|>)/;
const separator = /^(?:&&|\|\||\|&|;|&|\||\n)/;
const reserved = new Set(
  '! [[ ]] } if then else elif fi for while until do done case esac select function coproc in'.split(' '),
);
const maxDepth = 20;

/** Reads a POSIX shell line. One reader reads a line once. */
export class ShellReader implements WordSource {
  readonly text: string;
  at = 0;
  readonly #commands: SimpleCommand[];
  readonly #asks: Set<string>;
  readonly #depth: number;

  constructor(text: string, outer?: { commands: SimpleCommand[]; asks: Set<string>; depth: number }) {
    this.text = text;
    this.#commands = outer?.commands ?? [];
    this.#asks = outer?.asks ?? new Set();
    this.#depth = outer?.depth ?? 0;
  }

  read(): ParsedLine {
    try {
      this.#refuseLookAlikes();
      this.#readList('');
    } catch (error) {
      if (!(error instanceof NotUnderstood)) throw error;
      this.ask(`is not understood: ${error.message}`);
    }
    return { commands: this.#commands, asks: [...this.#asks] };
  }

  ask(reason: string): void {
    this.#asks.add(reason);
  }

  startsWith(text: string): boolean {
    return this.text.startsWith(text, this.at);
  }

  /** Reads commands inside of this line up to `close`, which is taken. They run too. */
  readInner(close: string): void {
    const inner = this.#inner(this.text);
    inner.at = this.at;
    inner.#readList(close);
    this.at = inner.at;
  }

  /** Reads text that a shell reads again, as between backticks. */
  readAgain(text: string): void {
    this.#inner(text).#readList('');
  }

  #inner(text: string): ShellReader {
    if (this.#depth >= maxDepth) throw new NotUnderstood('it is nested too deeply');
    return new ShellReader(text, { commands: this.#commands, asks: this.#asks, depth: this.#depth + 1 });
  }

  #refuseLookAlikes(): void {
    if (
      /[\p{Cc}\p{Cf}\p{Zs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u.test(
        this.text.replaceAll(/[ \t\n]/g, ''),
      )
    )
      this.ask('has characters in it that look like others or like nothing');
    if (/^\s*\^/.test(this.text)) this.ask('repeats an earlier command');
  }

  #readList(close: string): void {
    let joined = false;
    for (;;) {
      this.#skip(/^(?:[ \t\n]|\\\n)+/);
      if (this.at >= this.text.length && close !== '') throw new NotUnderstood(`there is no ${close}`);
      if (this.at >= this.text.length || this.#closes(close)) {
        if (joined) throw new NotUnderstood('a command is missing');
        return;
      }
      this.#readCommand();
      joined = false;
      this.#skip(/^(?:[ \t]|\\\n)+/);
      if (this.at >= this.text.length) continue;
      if (close === ')' && this.startsWith(')')) continue;
      const [operator] = separator.exec(this.text.slice(this.at, this.at + 2)) ?? [];
      if (operator === undefined) throw new NotUnderstood('something follows where a command ends');
      if (operator === '|&') this.ask('redirects');
      joined = operator.length === 2 || operator === '|';
      this.at += operator.length;
    }
  }

  #closes(close: string): boolean {
    if (close === '' || !this.startsWith(close)) return false;
    if (close === '}' && !/^\}(?:[\s;&|)]|$)/.test(this.text.slice(this.at))) return false;
    this.at += 1;
    return true;
  }

  #readCommand(): void {
    if (this.startsWith('((')) throw new NotUnderstood('it calculates');
    if (this.startsWith('(')) {
      this.at++;
      this.readInner(')');
    } else if (/^\{[ \t\n]/.test(this.text.slice(this.at, this.at + 2))) {
      this.at++;
      this.readInner('}');
    } else {
      this.#readSimple();
      return;
    }
    this.#skip(/^[ \t]+/);
    while (redirection.test(this.text.slice(this.at, this.at + 3)) || /^\d+[<>]/.test(this.text.slice(this.at))) {
      this.#skip(/^\d+/);
      this.#readRedirection();
      this.#skip(/^[ \t]+/);
    }
  }

  #readSimple(): void {
    const command: SimpleCommand = { assignments: [], words: [] };
    const start = this.at;
    // Before what it contains, so that the parts are in the order they are written.
    this.#commands.push(command);
    for (;;) {
      this.#skip(/^(?:[ \t]|\\\n)+/);
      const rest = this.text.slice(this.at, this.at + 3);
      const isProcess = /^[<>]\(/.test(rest);
      if (redirection.test(rest) && !isProcess) {
        this.#readRedirection();
        continue;
      }
      if (rest === '' || /^[;&|\n)]/.test(rest)) break;
      if (rest.startsWith('(')) throw new NotUnderstood('it defines a function, or matches names in brackets');
      if (rest.startsWith('#')) throw new NotUnderstood('it has a comment, which some shells run');
      const word = readWord(this);
      // The number in `2>file` belongs to the redirection.
      if (/^\d+$/.test(word.text) && word.quotedFrom === Infinity && /^[<>]/.test(this.text.slice(this.at))) continue;
      place(word, command);
    }
    if (this.at === start) throw new NotUnderstood('a command is missing');
  }

  #readRedirection(): void {
    const [operator = ''] = redirection.exec(this.text.slice(this.at, this.at + 3)) ?? [];
    if (operator.startsWith('<<') && operator !== '<<<') throw new NotUnderstood('it has a here-document');
    this.ask('redirects');
    this.at += operator.length;
    this.#skip(/^(?:[ \t]|\\\n)+/);
    if (this.at >= this.text.length || /^(?![<>]\()[;&|\n<>()]/.test(this.text.slice(this.at)))
      throw new NotUnderstood('it redirects to nowhere');
    readWord(this);
  }

  #skip(pattern: RegExp): void {
    this.at += pattern.exec(this.text.slice(this.at))?.[0].length ?? 0;
  }
}

const assignment = /^([A-Za-z_]\w*)\+?=/;

function place(word: Word, { assignments, words }: SimpleCommand): void {
  if (words.length > 0) {
    words.push(word);
    return;
  }
  const [front = '', name = ''] = assignment.exec(word.text) ?? [];
  if (front !== '' && front.length <= word.quotedFrom) {
    assignments.push({ name, value: word.text.slice(front.length) });
    return;
  }
  if (word.quotedFrom === Infinity && reserved.has(word.text)) throw new NotUnderstood(`it is a script (${word.text})`);
  words.push(word);
}
