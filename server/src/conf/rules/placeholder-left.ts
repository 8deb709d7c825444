import { knownElements, labelOf } from './known-elements.ts';
import type { Rule } from './rule.ts';

/** What packaging tools replace: `@VERSION@`, `#MODULE_VERSION#`, `{{version}}`, `%VERSION%`. */
const placeholder = /@[A-Za-z_]\w*@|#[A-Z][A-Z0-9_]*#|\{\{[^{}]*\}\}|%[A-Z][A-Z0-9_]*%/;
/** `__VERSION__` and NVIDIA's `__VERSION_STRING` are placeholders only where nothing else is said. */
const wholeName = /^__[A-Z][A-Z0-9_]*$/;

export const placeholderLeft: Rule = {
  id: 'placeholder-left',
  severity: 'information',
  summary: 'A placeholder of a template stands where dkms expects a value.',
  messages: [],
  *check({ reading }) {
    const names = ['PACKAGE_NAME', 'PACKAGE_VERSION', 'BUILT_MODULE_NAME', 'DEST_MODULE_NAME'] as const;
    for (const known of knownElements(reading, ...names)) {
      const found = wholeName.exec(known.text)?.[0] ?? placeholder.exec(known.text)?.[0];
      if (!found) continue;
      yield {
        message: `${labelOf(known)} holds the placeholder ${found}, which dkms takes as it stands. The file is a template: have it filled in before dkms reads it.`,
        span: known.span,
        fixes: [],
      };
      // One says it of the whole file.
      return;
    }
  },
};
