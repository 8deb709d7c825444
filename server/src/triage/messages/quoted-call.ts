/** How many arguments the call of a function has in a line of C; `undefined` if the line has no call of it, or not all of it. */
export function argumentsOfCall(line: string, name: string): number | undefined {
  const at = new RegExp(`(?<![\\w])${name}\\s*\\(`).exec(line);
  if (!at) return undefined;
  let depth = 0;
  let count = 0;
  let isEmpty = true;
  for (const letter of line.slice(at.index + at[0].length)) {
    if (letter === ')' && depth === 0) return isEmpty ? 0 : count + 1;
    if (letter === ',' && depth === 0) count++;
    if (/[([{]/.test(letter)) depth++;
    if (/[)\]}]/.test(letter)) depth--;
    if (letter.trim() !== '') isEmpty = false;
  }
  return undefined;
}
