/** The offsets at which the lines of a text begin. */
export function lineStartsOf(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** The first index for which `holds` is true, given that it is true for all later ones; `count` if there is none. */
export function firstIndex(count: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The span extended by its indentation and line end, if there is nothing else on its lines. */
export function wholeLines(
  text: string,
  span: { readonly start: number; readonly end: number },
): { readonly start: number; readonly end: number } {
  const start = text.lastIndexOf('\n', span.start - 1) + 1;
  const newline = text.indexOf('\n', span.end);
  const end = newline < 0 ? text.length : newline + 1;
  const alone = text.slice(start, span.start).trim() === '' && text.slice(span.end, end).trim() === '';
  return alone ? { start, end } : span;
}
