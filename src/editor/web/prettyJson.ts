const mostIndentCharacters = 20_000_000;

/** JSON with line ends, so that it can be paged; as it is where it is none, or where its indentation would fill the memory. */
export function prettyJson(text: string): string {
  if (indentCharacters(text) > mostIndentCharacters) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** No less than the indentation would have; brackets in strings count too. */
function indentCharacters(text: string): number {
  let level = 0;
  let characters = 0;
  for (const char of text) {
    if (char === '{' || char === '[') level++;
    else if (char === '}' || char === ']') level = Math.max(0, level - 1);
    else if (char !== ',') continue;
    characters += level * 2;
  }
  return characters;
}
