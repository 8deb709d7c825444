import { findElement } from '../reading/reading.ts';
import { fileAnchor, findConditions } from './anchors.ts';
import { insertBelow, quote } from './edits.ts';
import type { Rule } from './rule.ts';

export const noModules: Rule = {
  id: 'no-modules',
  severity: 'warning',
  wholeFileOnly: true,
  lacks: 'BUILT_MODULE_NAME',
  summary: 'The file names no module.',
  messages: ['W1'],
  *check({ conf, reading }) {
    if (findConditions(reading, 'W1').length === 0) return;
    const name = findElement(reading, 'PACKAGE_NAME', 0);
    const version = findElement(reading, 'PACKAGE_VERSION', 0) ?? name;
    const built = name?.value.kind === 'known' && name.value.text ? name.value.text : 'my-module';
    const lines = [`BUILT_MODULE_NAME[0]=${quote(built)}`, 'DEST_MODULE_LOCATION[0]="/updates/dkms"'];
    const edit = version && insertBelow(conf, version, lines);
    yield {
      message: `The file names no module, so dkms builds, but then installs nothing. Add ${lines.join(' and ')}.`,
      span: fileAnchor(conf, reading),
      fixes: edit ? [{ title: `Add the module ${built}`, edits: [edit], preferred: false }] : [],
    };
  },
};
