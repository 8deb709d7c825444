import { knownText } from '../reading/reading.ts';
import { knownElements } from './known-elements.ts';
import type { Rule } from './rule.ts';

export const nameMismatch: Rule = {
  id: 'name-mismatch',
  severity: 'information',
  summary: 'The name of the folder has the version of the package, but not its name.',
  messages: [],
  *check({ reading, sourceFacts }) {
    if (!sourceFacts) return;
    const version = knownText(reading, 'PACKAGE_VERSION');
    if (!version) return;
    for (const { element, text, span } of knownElements(reading, 'PACKAGE_NAME')) {
      const { folderName } = sourceFacts;
      if (element.index !== 0 || text === '' || !folderName.endsWith(`-${version}`)) continue;
      const name = folderName.slice(0, -version.length - 1);
      if (name === text || name === '') continue;
      yield {
        message: `The folder ${folderName} says that the package is ${name}, but PACKAGE_NAME says ${text}. dkms uses the name of the folder when you add a module by name, and PACKAGE_NAME when you add a folder. Make them the same.`,
        span,
        fixes: [],
      };
    }
  },
};
