import { expect, it } from 'vitest';
import { CSource } from './c-source.ts';
import { rewriteMountContexts } from './mount-contexts.ts';
import { applyReplacements } from './replacement.ts';

function rewritten(text: string): string {
  const { replacements, left } = rewriteMountContexts(new CSource(text));
  return [applyReplacements(text, replacements), ...left.map(({ reason }) => `left: ${reason}`)].join('');
}

const mount = (body: string) =>
  `static struct dentry *f_mount(struct file_system_type *type, int flags, const char *name, void *data)\n{\n\t${body}\n}\n`;
const type = 'static struct file_system_type f_type = {\n\t.name = "f",\n\t.mount = f_mount,\n};\n';

it('calls the function that mounts from the operations of a context, which stands above the type', () => {
  const after = rewritten(`${mount('return mount_nodev(type, flags, data, f_fill);')}${type}`);
  expect(after).toContain(mount('return request_mount_nodev(type, flags, data, f_fill);'));
  expect(after).toMatch(/get_tree_nodev\(request->fc, request_fill_super\)[\s\S]*struct dentry \*f_mount\(/);
  expect(after).toMatch(
    /= f_mount\(&request->type,[\s\S]*\.init_fs_context = request_init_fs_context,\n\};\n$/,
  );
  expect(after).not.toMatch(/request_sget|request_mount_bdev|reconfigure/);
});

it('defines what the operations need before them, also where the type stands above the function', () => {
  const declared = mount('').split('\n', 1)[0];
  const after = rewritten(`${declared};\n${type}${mount('return mount_nodev(type, flags, data, f_fill);')}`);
  const places = [
    'struct mount_request {',
    'request_mount_nodev(struct',
    '= f_mount(&request->type',
    type.split('\n', 1)[0],
  ];
  const found = places.map((text) => after.indexOf(text ?? ''));
  expect(found).toEqual(found.toSorted((a, b) => a - b));
  expect(found[0]).toBeGreaterThan(0);
});

it('remounts by the function that did it, and takes it out of the operations of superblocks', () => {
  const operations = (line: string) =>
    `static const struct super_operations ops = {\n\t.statfs = f_statfs,\n${line}};\n`;
  const body = 'return f_root(sget(type, NULL, f_set, flags, data));';
  const after = rewritten(`${operations('\t.remount_fs = f_remount,\n')}${mount(body)}${type}`);
  expect(after).toContain(operations(''));
  expect(after).toContain('= f_remount(fc->root->d_sb, &flags, request->options)');
  expect(after).toContain('return f_root(request_sget(type, NULL, f_set, flags, data));');
  expect(after).not.toContain('request_fill_super');
});

it('leaves a file that lacks a part of it, or has several file systems', () => {
  const leftOf = (text: string) => {
    const { replacements, left } = rewriteMountContexts(new CSource(text));
    return [replacements.length, ...new Set(left.map(({ reason }) => reason))];
  };
  expect(leftOf(type)).toEqual([0, 'f_mount is not defined in this file']);
  expect(leftOf(mount('return mount_nodev(type, flags, data, f_fill);'))).toEqual([
    ...[0, 'which file system it belongs to is not in this file'],
  ]);
  expect(leftOf(mount('return NULL;') + type + type)).toEqual([0, 'the file has several file systems']);
  const other = `static void *g(struct file_system_type *t)\n{\n\treturn sget(t, NULL, f_set, 0, NULL);\n}\n`;
  expect(leftOf(other + mount('return NULL;') + type)).toEqual([
    ...[0, 'a function other than f_mount() asks for a superblock'],
  ]);
  expect(leftOf('int a;\n')).toEqual([0]);
});
