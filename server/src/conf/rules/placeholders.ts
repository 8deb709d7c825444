import { escapeRegex } from '../../escape-regex.ts';
import type { Span } from '../text.ts';

/**
 * The placeholders of packaging tools: `@VERSION@`, `#MODULE_VERSION#`, `{{version}}`, `%VERSION%`, `%{version}`, `<VERSION>`, `{VERSION}`,
 * `#{version}`, `<%= version %>`, `{% version %}`, `$VERSION$`, `[[VERSION]]`.
 */
const placeholder =
  /\$\{\{[^{}]*\}\}|<%.*?%>|\{%.*?%\}|@{2,4}\w+@{2,4}|@[A-Za-z_]\w*@|#[A-Z][A-Z0-9_]*#|\{\{[^{}]*\}\}|%%[A-Z][A-Z0-9_]*%%|%[A-Z][A-Z0-9_]*%|[#@%]\{\w+\}|<<[A-Za-z]\w*>>|<[A-Za-z][\w -]*>|\{[A-Za-z_]\w*\}|^\$[A-Z][A-Z0-9_]*\$$|^\[+[A-Z][A-Z0-9_]*\]+$|^~[A-Z][A-Z0-9_]*~$/;
/** Placeholders that bash does not read as plain text: it stops at them, or interprets them. */
const templateSyntax =
  /\$\{\{[^{}\n]{0,200}\}\}|<%[^\n]{0,200}?%>|\{%[^\n]{0,200}?%\}|(?<=^\w+(?:\[\d+\])?=)(?:\{\{[^{}\n]*\}\}|<{1,2}[A-Za-z][\w -]*>{1,2})(?=\s*$)|(?<=^\w+(?:\[\d+\])?=["']?)\$[A-Z][A-Z0-9_]*\$(?=["']?\s*$)/m;
/**
 * Text that is a placeholder unless something else is known about it: `__VERSION__`, NVIDIA's `__VERSION_STRING`, and words in capitals
 * that name a version, such as `CVERSION`, `XX_VERSION_XX`, `MODULE_VERSION`: no version is without a digit.
 */
const wholeName =
  /^__[A-Z][A-Z0-9_]*$|^__[a-z]\w*__$|^@[A-Z][A-Z0-9_]*$|^[A-Z_]*(?:VERSION|RELEASE|REVISION)[A-Z_]*$|^_*PKG_?VER_*$|^_*VER_*$/;

/** Text that each of these contains. */
const sign = /[$#@%{<[~]|VER|RELEASE|REVISION|^__/;

/** Text that can only be a placeholder, even in commands and paths. */
export const unmistakable = /@[A-Z_][A-Z0-9_]*@|#[A-Z][A-Z0-9_]*#|\{\{[^{}]*\}\}|%%[A-Z][A-Z0-9_]*%%/g;

const longest = 200;

/** The placeholder of a template in a value, if there is one. */
export function findPlaceholder(text: string): string | undefined {
  // No placeholder is long, and these expressions are slow on texts that are.
  if (text.length > longest || !sign.test(text)) return undefined;
  return wholeName.exec(text)?.[0] ?? placeholder.exec(text)?.[0];
}

/** A command with `mark` for each of its placeholders. */
export function withoutPlaceholders(command: string, mark: string): string {
  return command.replace(unmistakable, mark);
}

/** The first placeholder of a file that bash interprets as something else. Placeholders in comments do no harm. */
export function findTemplateSyntax(text: string): { readonly text: string; readonly span: Span } | undefined {
  if (!/<|\{[{%]|\$[A-Z][A-Z0-9_]*\$/.test(text)) return undefined;
  // Comments keep their length, so that offsets stay right.
  const code = text.replace(/^[ \t]*#.*$/gm, (comment) => ' '.repeat(comment.length));
  const found = templateSyntax.exec(code);
  return found
    ? { text: found[0], span: { start: found.index, end: found.index + found[0].length } }
    : undefined;
}

/** Whether a file has a function of this name, so that it is not a placeholder. */
export function declaresFunction(text: string, name: string): boolean {
  return new RegExp(`(?:^|[\\s;])(?:function\\s+)?${escapeRegex(name)}\\s*\\(\\)`).test(text);
}
