import type { Span } from '../text.ts';
import { knownElements, labelOf } from './known-elements.ts';
import type { Rule } from './rule.ts';

/**
 * What packaging tools replace: `@VERSION@`, `#MODULE_VERSION#`, `{{version}}`, `%VERSION%`, `%{version}`, `<VERSION>`, `{VERSION}`, `#{version}`,
 * `<%= version %>`, `{% version %}`, `$VERSION$`, `[[VERSION]]`.
 */
const placeholder =
  /\$\{\{[^{}]*\}\}|<%.*?%>|\{%.*?%\}|@@\w+@@|@[A-Za-z_]\w*@|#[A-Z][A-Z0-9_]*#|\{\{[^{}]*\}\}|%%[A-Z][A-Z0-9_]*%%|%[A-Z][A-Z0-9_]*%|[#@%]\{\w+\}|<<[A-Za-z]\w*>>|<[A-Za-z][\w -]*>|\{[A-Za-z_]\w*\}|^\$[A-Z][A-Z0-9_]*\$$|^\[+[A-Z][A-Z0-9_]*\]+$|^~[A-Z][A-Z0-9_]*~$/;
/** What bash does not take for a text: it stops at it, or makes something else of it. */
const templateSyntax =
  /\$\{\{[^{}\n]{0,200}\}\}|<%[^\n]{0,200}?%>|\{%[^\n]{0,200}?%\}|(?<=^\w+(?:\[\d+\])?=)(?:\{\{[^{}\n]*\}\}|<{1,2}[A-Za-z][\w -]*>{1,2})(?=\s*$)|(?<=^\w+(?:\[\d+\])?=["']?)\$[A-Z][A-Z0-9_]*\$(?=["']?\s*$)/m;
/**
 * What is a placeholder only where nothing else is said: `__VERSION__`, NVIDIA's `__VERSION_STRING`, and words in capitals that name a version,
 * such as `CVERSION`, `XX_VERSION_XX`, `MODULE_VERSION`: no version is without a digit.
 */
const wholeName =
  /^__[A-Z][A-Z0-9_]*$|^__[a-z]\w*__$|^[A-Z_]*(?:VERSION|RELEASE|REVISION)[A-Z_]*$|^_*PKG_?VER_*$|^_+VER_+$/;

const longest = 200;

/** The placeholder of a template in a value, if there is one. */
export function findPlaceholder(text: string): string | undefined {
  // No placeholder is long, and these expressions are slow on texts that are.
  if (text.length > longest) return undefined;
  return wholeName.exec(text)?.[0] ?? placeholder.exec(text)?.[0];
}

/** The first placeholder of a file of which bash makes something else; what it is in comments nobody minds. */
export function findTemplateSyntax(text: string): { readonly text: string; readonly span: Span } | undefined {
  // Comments keep their length, so that offsets stay right.
  const code = text.replace(/^[ \t]*#.*$/gm, (comment) => ' '.repeat(comment.length));
  const found = templateSyntax.exec(code);
  return found
    ? { text: found[0], span: { start: found.index, end: found.index + found[0].length } }
    : undefined;
}

export const placeholderLeft: Rule = {
  id: 'placeholder-left',
  severity: 'information',
  summary: 'A placeholder of a template stands where dkms expects a value.',
  messages: [],
  *check({ conf, reading }) {
    const syntax = findTemplateSyntax(conf.text);
    if (syntax) {
      yield {
        message: `${syntax.text} is a placeholder, and bash makes something else of it. This file is a template: fill in the placeholder before dkms reads it.`,
        span: syntax.span,
        fixes: [],
      };
      return;
    }
    const names = ['PACKAGE_NAME', 'PACKAGE_VERSION', 'BUILT_MODULE_NAME', 'DEST_MODULE_NAME'] as const;
    for (const known of knownElements(reading, ...names)) {
      const found = findPlaceholder(known.text);
      if (!found) continue;
      yield {
        message: `${labelOf(known)} contains the placeholder ${found}, which dkms takes literally. The file is a template: fill it in before dkms reads it.`,
        span: known.span,
        fixes: [],
      };
      // One says it of the whole file.
      return;
    }
  },
};
