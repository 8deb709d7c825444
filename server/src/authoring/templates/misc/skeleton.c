// SPDX-License-Identifier: GPL-2.0-only
/*
 * skeleton - character device of the misc framework
 *
 * Copyright (C) @YEAR@ @AUTHOR@
 */

#include <linux/fs.h>
#include <linux/minmax.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/types.h>

#define SKELETON_BUFFER_SIZE	4096

static DEFINE_MUTEX(skeleton_lock);	/* protects what follows */
static size_t skeleton_size;
static char skeleton_buffer[SKELETON_BUFFER_SIZE];

static ssize_t skeleton_read(struct file *file, char __user *to, size_t count,
			     loff_t *pos)
{
	ssize_t ret;

	if (mutex_lock_interruptible(&skeleton_lock))
		return -ERESTARTSYS;
	ret = simple_read_from_buffer(to, count, pos, skeleton_buffer, skeleton_size);
	mutex_unlock(&skeleton_lock);

	return ret;
}

static ssize_t skeleton_write(struct file *file, const char __user *from, size_t count,
			      loff_t *pos)
{
	ssize_t ret;

	if (*pos >= SKELETON_BUFFER_SIZE && count > 0)
		return -ENOSPC;
	if (mutex_lock_interruptible(&skeleton_lock))
		return -ERESTARTSYS;
	ret = simple_write_to_buffer(skeleton_buffer, SKELETON_BUFFER_SIZE, pos, from,
				     count);
	if (ret > 0)
		skeleton_size = max_t(size_t, skeleton_size, *pos);
	mutex_unlock(&skeleton_lock);

	return ret;
}

static loff_t skeleton_llseek(struct file *file, loff_t offset, int whence)
{
	return fixed_size_llseek(file, offset, whence, SKELETON_BUFFER_SIZE);
}

static const struct file_operations skeleton_fops = {
	.owner = THIS_MODULE,
	.read = skeleton_read,
	.write = skeleton_write,
	.llseek = skeleton_llseek,
};

static struct miscdevice skeleton_misc = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "skeleton",
	.fops = &skeleton_fops,
};
module_misc_device(skeleton_misc);

MODULE_DESCRIPTION("skeleton character device");
MODULE_AUTHOR("@AUTHOR@");
MODULE_LICENSE("GPL");
MODULE_VERSION("0.1");
