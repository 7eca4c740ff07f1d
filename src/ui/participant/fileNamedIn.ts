/** A path as models name a file: with an ending, no blanks, not a URL. */
const path = /(?:^|[\s`*"'(])((?:[\w.@~-]+[\\/])*[\w.@~-]+\.[A-Za-z]\w{0,9})(?=$|[\s`*"'):,.])/g;

/** The file that an answer names for its code: the last before the fence, else the first after it. */
export function fileNamedIn(answer: string): string | undefined {
  const [, before = '', marker = '', rest = ''] = /^([^]*?)^\s*(`{3,}|~{3,})([^]*)$/m.exec(answer) ?? [
    undefined,
    answer,
  ];
  const end = marker === '' ? -1 : rest.search(new RegExp(`^\\s*${marker}\\s*$`, 'm'));
  const after = end < 0 ? '' : rest.slice(end);
  return namesIn(before).at(-1) ?? namesIn(after)[0];
}

const namesIn = (text: string): string[] =>
  [...text.matchAll(path)].flatMap(([, name]) =>
    name === undefined || name.length > 200 || /^\d|^(e\.g|i\.e)$/.test(name) ? [] : [name],
  );
