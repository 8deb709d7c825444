import { findProvidedVariable } from '../directives/provided-variables.ts';
import type { AssignmentWord } from '../syntax/script.ts';
import type { Rule } from './rule.ts';

export const unpairedInValue: Rule = {
  id: 'unpaired-in-value',
  severity: 'error',
  summary: 'A value ends in a backslash, or has a double quote without a partner, and dkms loses it.',
  messages: [],
  *check({ statements }) {
    for (const { assignment, statement } of statements.toDirectives()) {
      const what = statement.apart ? undefined : unpairedIn(assignment);
      if (!what) continue;
      const { start, end } = assignment.value;
      yield {
        message: `dkms reads the value a second time, between double quotes, and ${what} leaves them open: ${assignment.name} is lost, and with it what dkms takes over later, whatever the order in the file. Delete it.`,
        ...{ span: { start, end }, fixes: [] },
      };
    }
  },
};

/** Variables of dkms, and the name and the version of the package, in which nobody writes quotes or backslashes. */
function isPlainName(name: string): boolean {
  return findProvidedVariable(name) !== undefined || name === 'PACKAGE_NAME' || name === 'PACKAGE_VERSION';
}

/**
 * What is unpaired in a value that dkms prints as NAME[0]="value" and lets bash read again; `undefined` also if it expands something that
 * may contain anything.
 */
export function unpairedIn({ append, value }: AssignmentWord): string | undefined {
  if (append || 'items' in value) return undefined;
  let text = '';
  for (const part of value.parts) {
    if (part.kind === 'text') text += part.text;
    else if (part.kind === 'parameter' && part.form === 'value' && !part.operation && isPlainName(part.name))
      text += '\0';
    else return undefined;
  }
  // A substitution that is evaluated only then has quotes of its own.
  if (!/["\\]/.test(text) || /`|\$[({]/.test(text)) return undefined;
  const rest = text.replace(/\\[\s\S]/g, '');
  if (rest.endsWith('\\')) return 'the backslash at its end';
  return (rest.split('"').length - 1) % 2 === 1 ? 'a double quote in it without a partner' : undefined;
}
