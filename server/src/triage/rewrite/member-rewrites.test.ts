import { expect, it } from 'vitest';
import { changes } from '../changes/changes.ts';
import { CSource } from './c-source.ts';
import { applyReplacements } from './replacement.ts';
import { rewriteSource } from './rewrite.ts';

/** The statements of a function after the members that hold the times of an inode have become accessors. */
function rewritten(...statements: string[]): readonly string[] {
  const change = changes.find(({ id }) => id === 'inode-times-private') ?? expect.unreachable();
  const head = 'static void f(struct inode *inode, struct disk_inode *disk)\n{\n';
  const text = `${head}${statements.map((one) => `\t${one}\n`).join('')}}\n`;
  const { replacements, left } = rewriteSource(new CSource(text), change);
  const after = applyReplacements(text, replacements).slice(head.length, -2).trim().split('\n');
  return [...after.map((line) => line.trim()), ...left.map(({ reason }) => `left: ${reason}`)];
}

it('leaves members of the same name in another struct as they are', () => {
  expect(rewritten('disk->i_atime = inode->i_atime.tv_sec;', 'inode->i_mtime = disk->i_mtime;')).toEqual([
    'disk->i_atime = inode_get_atime(inode).tv_sec;',
    'inode_set_mtime_to_ts(inode, disk->i_mtime);',
  ]);
  expect(rewritten('disk->i_atime = 0;')).toEqual(['disk->i_atime = 0;']);
});

it('sets a part of a member, and keeps the other one', () => {
  expect(
    rewritten('inode->i_ctime.tv_sec = le32_to_cpu(disk->i_ctime);', 'inode->i_ctime.tv_nsec = 0;'),
  ).toEqual([
    'inode_set_ctime(inode, le32_to_cpu(disk->i_ctime), inode_get_ctime_nsec(inode));',
    'inode_set_ctime(inode, inode_get_ctime_sec(inode), 0);',
  ]);
  expect(rewritten('inode->i_mtime.tv_sec = inode->i_atime.tv_sec = 0;')).toEqual([
    'inode_set_mtime(inode, inode_set_atime(inode, 0, inode_get_atime_nsec(inode)).tv_sec, inode_get_mtime_nsec(inode));',
  ]);
  const address = 'fill(&inode->i_atime.tv_sec);';
  expect(rewritten(address)).toEqual([address, 'left: what is done with i_atime takes more than one call']);
});

it('removes a statement that is no more, and leaves one where the language wants one', () => {
  const change = changes.find(({ id }) => id === 'inform-bss-scan-width-removed') ?? expect.unreachable();
  const body = (...statements: string[]) =>
    `static void f(struct cfg80211_inform_bss *bss)\n{\n${statements.map((one) => `\t${one}\n`).join('')}}\n`;
  const text = body(
    'bss->scan_width = A;',
    ...['switch (a) {', 'case 5:', 'bss->scan_width = A;', 'break;', 'case (B): bss->scan_width = B; break;'],
    ...['default:', 'bss->scan_width = a ? A : B;', '}', 'if (a)', 'bss->scan_width = A;', 'out:'],
    ...['bss->scan_width = A;', 'return;'],
  );
  const { replacements, left } = rewriteSource(new CSource(text), change);
  expect(left).toEqual([]);
  expect(applyReplacements(text, replacements)).toBe(
    body(
      ...['switch (a) {', 'case 5:', 'break;', 'case (B): ; break;', 'default:', ';', '}'],
      ...['if (a)', 'do { } while (0);', 'out:', 'return;'],
    ),
  );
});
