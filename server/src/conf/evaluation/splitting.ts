/**
 * Splits an expanded text into fields at the characters of IFS, as bash does: a run of its blanks is one separator, and each of its other
 * characters is one. With `most`, the last field is the rest of the text, as for `read`.
 */
export function splitFields(text: string, separators: string, most = Number.POSITIVE_INFINITY): string[] {
  const isBlank = (unit: string | undefined) =>
    unit !== undefined && (unit === ' ' || unit === '\t' || unit === '\n') && separators.includes(unit);
  const isSeparator = (unit: string | undefined) => unit !== undefined && separators.includes(unit);
  const fields: string[] = [];
  let at = 0;
  while (isBlank(text[at])) at++;
  while (at < text.length) {
    if (fields.length === most - 1) {
      fields.push(lastField(text.slice(at), isBlank, isSeparator));
      return fields;
    }
    const start = at;
    while (at < text.length && !isSeparator(text[at])) at++;
    fields.push(text.slice(start, at));
    at = afterSeparator(text, at, isBlank, isSeparator);
  }
  return fields;
}

type Test = (unit: string | undefined) => boolean;

/** The offset after blanks, at most one other separator, and more blanks. */
function afterSeparator(text: string, from: number, isBlank: Test, isSeparator: Test): number {
  let at = from;
  while (isBlank(text[at])) at++;
  if (isSeparator(text[at])) {
    at++;
    while (isBlank(text[at])) at++;
  }
  return at;
}

/** What `read` assigns to its last name: the rest, without trailing blanks and without a separator that ends a single field. */
function lastField(rest: string, isBlank: Test, isSeparator: Test): string {
  let at = 0;
  while (at < rest.length && !isSeparator(rest[at])) at++;
  if (afterSeparator(rest, at, isBlank, isSeparator) >= rest.length) return rest.slice(0, at);
  let end = rest.length;
  while (end > 0 && isBlank(rest[end - 1])) end--;
  return rest.slice(0, end);
}
