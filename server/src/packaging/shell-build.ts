/** A placeholder for a value that is known only when a module is built, and the variable that has the value then. */
export interface BuildTimeValue {
  readonly text: string;
  readonly variable: string;
}

/**
 * Replaces each placeholder in a shell command by its variable. Single quotes are closed around a variable, so that the shell expands it
 * there as well. Longer placeholders are replaced first.
 */
export function withVariables(command: string, stands: readonly BuildTimeValue[]): string {
  const longestFirst = [...stands].sort((a, b) => b.text.length - a.text.length);
  let result = '';
  let quote: '"' | "'" | undefined;
  for (let at = 0; at < command.length; ) {
    const stand = longestFirst.find(({ text }) => command.startsWith(text, at));
    if (stand) {
      const variable = `\${${stand.variable}}`;
      result += quote === '"' ? variable : quote === "'" ? `'"${variable}"'` : `"${variable}"`;
      at += stand.text.length;
      continue;
    }
    const char = command[at] ?? '';
    if (char === '\\' && quote !== "'") {
      result += command.slice(at, at + 2);
      at += 2;
      continue;
    }
    if (quote === undefined && (char === '"' || char === "'")) quote = char;
    else if (char === quote) quote = undefined;
    result += char;
    at++;
  }
  return result;
}
