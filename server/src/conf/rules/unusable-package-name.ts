import { knownElements } from './known-elements.ts';
import { findPlaceholder } from './placeholders.ts';
import type { Rule } from './rule.ts';

export const unusablePackageName: Rule = {
  id: 'unusable-package-name',
  severity: 'warning',
  summary: 'PACKAGE_NAME or PACKAGE_VERSION contains a character that breaks the folders of dkms.',
  messages: [],
  *check({ reading }) {
    for (const { name, element, text, span } of knownElements(reading, 'PACKAGE_NAME', 'PACKAGE_VERSION')) {
      if (element.index !== 0) continue;
      // A carriage return at the end is that of the line (carriage-returns).
      const wrong = /[/\s,:%]/.exec(text.replace(/\r$/, ''))?.[0];
      // Other rules report a placeholder that is left.
      if (wrong === undefined || findPlaceholder(text) !== undefined) continue;
      if (wrong === ':' || wrong === '%') {
        yield {
          message: `${name} contains a ${wrong === ':' ? 'colon' : 'percent sign'}. dkms builds in a folder of that name, and the character has a special meaning to make. Use letters, digits, dots, dashes and underscores.`,
          ...{ span, fixes: [] },
        };
        continue;
      }
      const what = wrong === '/' ? 'a slash' : wrong === ',' ? 'a comma' : 'a space';
      yield {
        message: `${name} contains ${what}. dkms makes folders out of name and version, and prints them in rows that are separated by slashes and commas: both break. Use letters, digits, dots, dashes and underscores.`,
        span,
        fixes: [],
      };
    }
  },
};
