import type { CSource } from './c-source.ts';
import type { Replacement, Rewritten } from './replacement.ts';
import { wholeLines } from './text-lines.ts';

/** What the kernel did for a file system that mounts by a function: `struct mount_request` stands for its type, and knows the context. */
const request = `#include <linux/fs_context.h>
#include <linux/fs_parser.h>

/* What .mount is called with: a copy of the type, by which the functions below find the context. */
struct mount_request {
	struct file_system_type type;
	struct fs_context *fc;
	int (*fill_super)(struct super_block *sb, void *data, int silent);
	int (*test)(struct super_block *sb, void *data);
	int (*set)(struct super_block *sb, void *data);
	void *data;
	char *options;
};
`;

/** The functions that are gone, by name; each is written where the file calls it. */
const helpers: Readonly<Record<string, { readonly arguments: number; readonly text: string }>> = {
  sget: {
    arguments: 5,
    text: `
static int request_test_super(struct super_block *sb, struct fs_context *fc)
{
	struct mount_request *request = fc->fs_private;

	return request->test(sb, request->data);
}

static int request_set_super(struct super_block *sb, struct fs_context *fc)
{
	struct mount_request *request = fc->fs_private;

	return request->set(sb, request->data);
}

static struct super_block *request_sget(struct file_system_type *type,
					int (*test)(struct super_block *sb, void *data),
					int (*set)(struct super_block *sb, void *data),
					int flags, void *data)
{
	struct mount_request *request = container_of(type, struct mount_request, type);

	request->test = test;
	request->set = set;
	request->data = data;
	request->fc->sb_flags |= flags;
	return sget_fc(request->fc, test ? request_test_super : NULL, request_set_super);
}
`,
  },
  ...Object.fromEntries(
    [
      ['mount_bdev', 'get_tree_bdev', 'const char *name, ', 5],
      ['mount_nodev', 'get_tree_nodev', '', 4],
      ['mount_single', 'get_tree_single', '', 4],
    ].map(([old, getTree, name, count]) => [
      old,
      {
        arguments: Number(count),
        text: `
static struct dentry *request_${old}(struct file_system_type *type, int flags, ${name}void *data,
				     int (*fill_super)(struct super_block *sb, void *data, int silent))
{
	struct mount_request *request = container_of(type, struct mount_request, type);
	int error;

	request->fill_super = fill_super;
	request->data = data;
	error = ${getTree}(request->fc, request_fill_super);
	return error ? ERR_PTR(error) : request->fc->root;
}
`,
      },
    ]),
  ),
};

const fillSuper = `
static int request_fill_super(struct super_block *sb, struct fs_context *fc)
{
	struct mount_request *request = fc->fs_private;

	return request->fill_super(sb, request->data, fc->sb_flags & SB_SILENT ? 1 : 0);
}
`;

/** The operations of the context, for a function that mounts, and one that remounts if there is one. */
function operations(mount: string, remount: string | undefined): string {
  return `static int request_parse_param(struct fs_context *fc, struct fs_parameter *param)
{
	struct mount_request *request = fc->fs_private;
	const char *value = param->type == fs_value_is_string ? param->string : NULL;
	int error = vfs_parse_fs_param_source(fc, param);
	char *options;

	if (error != -ENOPARAM)
		return error;
	if (!value && param->type != fs_value_is_flag)
		return -EINVAL;
	options = kasprintf(GFP_KERNEL, "%s%s%s%s%s", request->options ?: "", request->options ? "," : "",
			    param->key, value ? "=" : "", value ?: "");
	if (!options)
		return -ENOMEM;
	kfree(request->options);
	request->options = options;
	return 0;
}

static int request_get_tree(struct fs_context *fc)
{
	struct mount_request *request = fc->fs_private;
	struct dentry *root = ${mount}(&request->type, fc->sb_flags, fc->source, request->options);

	if (IS_ERR(root))
		return PTR_ERR(root);
	fc->root = root;
	return 0;
}
${
  remount === undefined
    ? ''
    : `
static int request_reconfigure(struct fs_context *fc)
{
	struct mount_request *request = fc->fs_private;
	int flags = fc->sb_flags;
	int error = ${remount}(fc->root->d_sb, &flags, request->options);

	fc->sb_flags = flags;
	return error;
}
`
}
static void request_free(struct fs_context *fc)
{
	struct mount_request *request = fc->fs_private;

	if (request)
		kfree(request->options);
	kfree(request);
}

static const struct fs_context_operations request_context_ops = {
	.parse_param = request_parse_param,
	.get_tree = request_get_tree,${remount === undefined ? '' : '\n\t.reconfigure = request_reconfigure,'}
	.free = request_free,
};

static int request_init_fs_context(struct fs_context *fc)
{
	struct mount_request *request = kzalloc(sizeof(*request), GFP_KERNEL);

	if (!request)
		return -ENOMEM;
	request->type = *fc->fs_type;
	request->fc = fc;
	fc->fs_private = request;
	fc->ops = &request_context_ops;
	return 0;
}

`;
}

/**
 * A file system that is mounted by a function gets a context whose operations call that function, as the kernel had one for such file
 * systems: options are collected into one text, and what the function calls to find or make a superblock asks the context.
 */
export function rewriteMountContexts(source: CSource): Rewritten {
  const mounts = source.memberValues('mount').filter(({ owner }) => owner === 'file_system_type');
  const remounts = source.memberValues('remount_fs').filter(({ owner }) => owner === 'super_operations');
  const calls = Object.entries(helpers).flatMap(([name, { arguments: count }]) =>
    source.calls(name).filter((call) => call.arguments.length === count),
  );
  const [mount, second] = mounts;
  const name = mount && source.slice(mount.value);
  const definition = source.functions(name ?? '').find(({ body }) => body);
  const leave = (reason: string): Rewritten => ({
    replacements: [],
    left: [...mounts, ...remounts, ...calls].map((use) => ({
      offset: 'whole' in use ? use.member.start : use.start,
      reason,
    })),
  });
  if (!mount || !name) return leave('which file system it belongs to is not in this file');
  if (second) return leave('the file has several file systems');
  if (!definition?.body) return leave(`${name} is not defined in this file`);
  const { body } = definition;
  if (calls.some(({ start }) => start < body.start || start > body.end))
    return leave(`a function other than ${name}() asks for a superblock`);
  const [remount] = remounts.map(({ value }) => source.slice(value));
  const needed = [...new Set(calls.map((call) => call.name.text))];
  const lineStart = (offset: number) => source.text.lastIndexOf('\n', offset - 1) + 1;
  const type = source.tokens.findLast(
    ({ text, start }) => text === 'file_system_type' && start < mount.member.start,
  );
  const last = lineStart(type?.start ?? 0);
  // The type may stand above the function, which is declared before it then.
  const first = Math.min(lineStart(definition.returnType.start), last);
  const replacements: Replacement[] = [
    {
      ...{ start: first, end: first },
      text: `${request}${needed.some((one) => one !== 'sget') ? fillSuper : ''}${needed.map((one) => helpers[one]?.text ?? '').join('')}\n`,
    },
    ...calls.map(({ name: { start, end, text } }) => ({ start, end, text: `request_${text}` })),
    ...remounts.map(({ whole }) => ({ ...wholeLines(source.text, whole), text: '' })),
    { start: last, end: last, text: operations(name, remount) },
    { start: mount.member.start, end: mount.value.end, text: 'init_fs_context = request_init_fs_context' },
  ];
  return { replacements, left: [] };
}
