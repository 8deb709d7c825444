import { knownText } from '../reading/reading.ts';
import { fileAnchor } from './anchors.ts';
import type { Rule } from './rule.ts';

export const noSourceBeside: Rule = {
  id: 'no-source-beside',
  severity: 'information',
  summary: 'The folder contains nothing but the dkms.conf, and dkms builds nothing from that.',
  messages: [],
  wholeFileOnly: true,
  *check({ conf, reading, sourceFacts }) {
    const entries = sourceFacts?.folders.get('');
    const name = knownText(reading, 'PACKAGE_NAME');
    const version = knownText(reading, 'PACKAGE_VERSION');
    // Elsewhere packaging may bring the file and the source together.
    if (!entries || !name || sourceFacts?.folderName !== `${name}-${version}`) return;
    const seen = [...entries.keys()].filter((name) => !name.startsWith('.'));
    if (seen.length !== 1 || seen[0] !== 'dkms.conf') return;
    yield {
      message: `dkms.conf is alone in its folder. dkms add takes this folder as the whole source, and dkms build then stops, because there is no source in it. Put the dkms.conf beside the Makefile.`,
      span: fileAnchor(conf, reading),
      fixes: [],
    };
  },
};
