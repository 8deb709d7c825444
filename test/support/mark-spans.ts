/** A text with each of these spans between ⟦ and ⟧, as tests compare them; spans may be nested. */
export function markSpans(
  text: string,
  spans: readonly { readonly start: number; readonly end: number }[],
): string {
  const marks = spans.flatMap(({ start, end }) => [
    { at: start, mark: '⟦', size: end - start },
    { at: end, mark: '⟧', size: end - start },
  ]);
  // At one position, spans close before others open; the largest opens first and closes last.
  marks.sort(
    (a, b) =>
      a.at - b.at ||
      (a.mark === b.mark ? (a.mark === '⟦' ? b.size - a.size : a.size - b.size) : a.mark === '⟧' ? -1 : 1),
  );
  let result = '';
  let from = 0;
  for (const { at, mark } of marks) {
    result += text.slice(from, at) + mark;
    from = at;
  }
  return result + text.slice(from);
}
