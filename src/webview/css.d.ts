declare module '*.css';

/** The text of a stylesheet with all that it imports. */
declare module '*.css?text' {
  const text: string;
  export default text;
}

/** Where a font is, relative to the script. */
declare module '*.ttf' {
  const address: string;
  export default address;
}
