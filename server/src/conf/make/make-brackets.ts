/** The two texts of `ifeq (a,b)`, `ifeq "a" "b"` and the like. */
export function comparedTexts(condition: string): readonly [string, string] | undefined {
  const rest = condition.replace(/^ifn?eq\s*/, '');
  if (rest === condition) return undefined;
  const quoted = /^(["'])(.*?)\1\s*(["'])(.*)\3$/.exec(rest);
  if (quoted) return [quoted[2] ?? '', quoted[4] ?? ''];
  if (!rest.startsWith('(')) return undefined;
  const end = closingOf(rest, 0);
  if (end === undefined) return undefined;
  const inside = rest.slice(1, end);
  for (let at = 0, depth = 0; at < inside.length; at++) {
    const character = inside[at] ?? '';
    if ('({'.includes(character)) depth++;
    else if (')}'.includes(character)) depth--;
    // make drops blanks that are written around the comma, and compares those that come from variables.
    else if (character === ',' && depth === 0)
      return [inside.slice(0, at).trimEnd(), inside.slice(at + 1).trimStart()];
  }
  return undefined;
}

/** The offset of the bracket that closes the one at `open`; `undefined` if none does. */
export function closingOf(text: string, open: number): number | undefined {
  const [left, right] = text[open] === '(' ? ['(', ')'] : ['{', '}'];
  for (let at = open, depth = 0; at < text.length; at++) {
    if (text[at] === left) depth++;
    else if (text[at] === right && --depth === 0) return at;
  }
  return undefined;
}
