/** A text that stands for something only known when a module is built, and the variable that has it then. */
export interface Stand {
  readonly text: string;
  readonly variable: string;
}

/**
 * A command of a shell with a variable in the place of each text that stands for one. Within single quotes these are closed around it, so that
 * the shell puts the value in there as well. Longer texts come first.
 */
export function withVariables(command: string, stands: readonly Stand[]): string {
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
