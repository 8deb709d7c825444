import { knownElements, labelOf } from './known-elements.ts';
import type { Rule } from './rule.ts';

/** What packaging tools replace: `@VERSION@`, `#MODULE_VERSION#`, `{{version}}`, `%VERSION%`, `%{version}`, `<VERSION>`, `{VERSION}`. */
const placeholder =
  /@[A-Za-z_]\w*@|#[A-Z][A-Z0-9_]*#|\{\{[^{}]*\}\}|%[A-Z][A-Z0-9_]*%|%\{\w+\}|<[A-Za-z][\w -]*>|\{[A-Za-z_]\w*\}/;
/**
 * What is a placeholder only where nothing else is said: `__VERSION__`, NVIDIA's `__VERSION_STRING`, and words in capitals that name a version,
 * such as `CVERSION`, `XX_VERSION_XX`, `MODULE_VERSION`: no version is without a digit.
 */
const wholeName = /^__[A-Z][A-Z0-9_]*$|^[A-Z_]*(?:VERSION|RELEASE|REVISION)[A-Z_]*$|^_*PKG_?VER_*$|^_+VER_+$/;

const longest = 200;

/** The placeholder of a template in a value, if there is one. */
export function findPlaceholder(text: string): string | undefined {
  // No placeholder is long, and these expressions are slow on texts that are.
  if (text.length > longest) return undefined;
  return wholeName.exec(text)?.[0] ?? placeholder.exec(text)?.[0];
}

export const placeholderLeft: Rule = {
  id: 'placeholder-left',
  severity: 'information',
  summary: 'A placeholder of a template stands where dkms expects a value.',
  messages: [],
  *check({ reading }) {
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
