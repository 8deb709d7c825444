/**
 * The fields that bash makes of an expanded text, split at the characters of IFS: runs of its blanks separate, every other one
 * separates alone. With `most`, as `read` does: the last field is all that is left.
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

/** Behind blanks, at most one other separator, and blanks again. */
function afterSeparator(text: string, from: number, isBlank: Test, isSeparator: Test): number {
  let at = from;
  while (isBlank(text[at])) at++;
  if (isSeparator(text[at])) {
    at++;
    while (isBlank(text[at])) at++;
  }
  return at;
}

/** What `read` leaves for its last name: less the blanks at the end, and less a single separator that ends a single field. */
function lastField(rest: string, isBlank: Test, isSeparator: Test): string {
  let at = 0;
  while (at < rest.length && !isSeparator(rest[at])) at++;
  if (afterSeparator(rest, at, isBlank, isSeparator) >= rest.length) return rest.slice(0, at);
  let end = rest.length;
  while (end > 0 && isBlank(rest[end - 1])) end--;
  return rest.slice(0, end);
}
