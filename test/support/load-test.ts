import { existsSync } from 'node:fs';
import path from 'node:path';
import { searchPath } from './surroundings.ts';

/** Why no virtual machine can run here; `undefined` if one can. */
export function machineMissing(): string | undefined {
  const hasPrograms = ['qemu-system-x86_64', 'busybox'].every((program) =>
    searchPath()
      .split(path.delimiter)
      .some((place) => existsSync(path.join(place, program))),
  );
  return hasPrograms ? undefined : 'qemu-system-x86 and busybox-static are not installed';
}

/** The reason that a skipped test shows. */
export const noImage = 'the image of the kernel is absent: run test/kernels/fetch-images.sh';

/** A module that does whatever its parameter `do` says. */
export const askedSource = `#include <linux/delay.h>
#include <linux/module.h>

static int *volatile nowhere;

static noinline void complain(void)
{
	WARN_ON(nowhere == NULL);
}

static int set(const char *text, const struct kernel_param *kp)
{
	switch (text[0]) {
	case 'w':
		complain();
		break;
	case 'b':
		BUG();
	case 'o':
		return *nowhere;
	case 't':
		add_taint(TAINT_USER, LOCKDEP_STILL_OK);
		break;
	case 'p':
		panic("as asked");
	}
	return 0;
}

static const struct kernel_param_ops ops = { .set = set };
module_param_cb(do, &ops, NULL, 0200);
MODULE_DESCRIPTION("Does what it is asked to");
MODULE_LICENSE("GPL");
`;

/** The line of that source, from 1, that contains a text. */
export function askedLine(text: string): number {
  return askedSource.slice(0, askedSource.indexOf(text)).split('\n').length;
}
