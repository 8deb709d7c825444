import { knownText } from '../reading/reading.ts';
import { knownElements } from './known-elements.ts';
import type { Rule } from './rule.ts';

export const versionMismatch: Rule = {
  id: 'version-mismatch',
  severity: 'information',
  summary: 'PACKAGE_VERSION is not the version of the folder, or not the MODULE_VERSION of the source.',
  messages: [],
  *check({ reading, sourceFacts }) {
    if (!sourceFacts) return;
    for (const { element, text, span } of knownElements(reading, 'PACKAGE_VERSION')) {
      if (element.index !== 0 || !/^v?\d[\w.+~-]*$/.test(text)) continue;
      const name = knownText(reading, 'PACKAGE_NAME');
      const folder = sourceFacts.folderName;
      const ofFolder = name && folder.startsWith(`${name}-`) ? folder.slice(name.length + 1) : undefined;
      if (ofFolder !== undefined && /^\d+(?:\.\d+)+$/.test(ofFolder) && ofFolder !== text) {
        yield {
          message: `The folder ${folder} says version ${ofFolder}, but PACKAGE_VERSION says ${text}. dkms uses the version of the folder when you add a module by name, and PACKAGE_VERSION when you add a folder. Make them the same.`,
          span,
          fixes: [],
        };
      }
      const versions = [...new Set(sourceFacts.moduleVersions.map(({ version }) => version))];
      const [version] = versions;
      if (version === undefined || versions.length > 1 || !/\d/.test(version)) continue;
      if (bare(version) === bare(text)) continue;
      yield {
        message: `${sourceFacts.moduleVersions[0]?.path} says MODULE_VERSION("${version}"), but PACKAGE_VERSION says ${text}. dkms compares MODULE_VERSION when it decides whether a module is newer than the kernel's own. Make them the same if they are meant to be.`,
        span,
        fixes: [],
      };
    }
  },
};

function bare(version: string): string {
  return version.replace(/^[vV](?=\d)/, '');
}
