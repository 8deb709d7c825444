import { CSource } from '../rewrite/c-source.ts';

/** How many arguments the call of a function has in a line of C; `undefined` if the line has no call of it, or not all of it. */
export function argumentsOfCall(line: string, name: string): number | undefined {
  const source = new CSource(line);
  for (const [index, { text }] of source.tokens.entries()) {
    const call = text === name ? source.callAt(index) : undefined;
    if (call) return call.arguments.length;
  }
  return undefined;
}
