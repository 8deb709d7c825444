/** A text whose cursor is written `<|>`; fails where there is not exactly one. */
export function takeCursor(marked: string): { readonly text: string; readonly offset: number } {
  const [before, after, ...more] = marked.split('<|>');
  if (before === undefined || after === undefined || more.length > 0)
    throw new Error(`one cursor <|> expected in: ${marked}`);
  return { text: before + after, offset: before.length };
}
