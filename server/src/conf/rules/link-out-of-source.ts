import { listFirst, plural } from '../../plural.ts';
import { fileAnchor } from './anchors.ts';
import type { Rule } from './rule.ts';
import { isPutElsewhere, type SourceEntry, type SourceFacts } from './source-facts.ts';

export const linkOutOfSource: Rule = {
  id: 'link-out-of-source',
  severity: 'warning',
  summary: 'A link in the source leads out of it, to where dkms finds nothing.',
  messages: [],
  *check({ conf, reading, sourceFacts }) {
    if (!sourceFacts || sourceFacts.followsLinks || isPutElsewhere(sourceFacts)) return;
    const links = linksOut(sourceFacts);
    const [first] = links;
    if (!first) return;
    const lead = links.length === 1 ? 'leads' : 'lead';
    const names = links.map(({ path, link }) => `${path} -> ${link}`);
    yield {
      message: `${plural(links.length, 'link')} of the source ${lead} out of it: ${listFirst(names)}. dkms copies links as they are, below /usr/src and for each build, and there they lead nowhere. Put the files themselves in their place, or install the source with "cp -rL", which follows links.`,
      ...{ span: fileAnchor(conf, reading), fixes: [] },
    };
  },
};

/** What a build may need, of the names that links have. */
const neededByBuilds = /\.(?:[chSs]|inc|mk|rs|dtsi?|sh|bin|fw)$|^(?:GNUm|[Mm])akefile|^Kbuild|^Kconfig/;
const neverNeeded = /^(?:\..*|docs?|tests?|examples?|debian|man|LICEN[CS]E.*|COPYING.*|README.*|CHANGE.*)$/i;

/** The relative links that a build may follow, and that leave the folder of the source. */
export function linksOut({
  folders,
}: Pick<SourceFacts, 'folders'>): readonly { readonly path: string; readonly link: string }[] {
  return [...folders].flatMap(([folder, entries]) =>
    [...entries].flatMap(([name, entry]) => {
      const { link } = entry;
      const path = folder ? `${folder}/${name}` : name;
      if (
        link === undefined ||
        link.startsWith('/') ||
        path.split('/').some((part) => neverNeeded.test(part))
      )
        return [];
      return leavesSource(folder, link) && mayBeNeeded(name, entry) ? [{ path, link }] : [];
    }),
  );
}

function mayBeNeeded(name: string, { kind }: SourceEntry): boolean {
  return kind === 'folder' || neededByBuilds.test(name) || (kind === 'other' && !name.includes('.'));
}

/** Whether a path that begins in a folder goes above that of the source. */
function leavesSource(folder: string, link: string): boolean {
  let depth = folder === '' ? 0 : folder.split('/').length;
  for (const part of link.split('/')) {
    if (part === '..') depth--;
    else if (part !== '' && part !== '.') depth++;
    if (depth < 0) return true;
  }
  return false;
}
