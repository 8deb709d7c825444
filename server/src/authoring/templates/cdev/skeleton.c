// SPDX-License-Identifier: GPL-2.0-only
/*
 * skeleton - character device with a class and a region of its own
 *
 * Copyright (C) @YEAR@ @AUTHOR@
 */

#include <linux/cdev.h>
#include <linux/device.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/kdev_t.h>
#include <linux/minmax.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/types.h>

#define SKELETON_BUFFER_SIZE	4096

struct skeleton_device {
	struct device dev;
	struct cdev cdev;
	struct mutex lock;	/* protects size and buffer */
	size_t size;
	char buffer[SKELETON_BUFFER_SIZE];
};

static dev_t skeleton_devt;
static struct skeleton_device *skeleton_instance;

static struct class skeleton_class = {
	.name = "skeleton",
};

static int skeleton_open(struct inode *inode, struct file *file)
{
	/* The open file holds the cdev, and that holds the device. */
	file->private_data = container_of(inode->i_cdev, struct skeleton_device, cdev);
	return 0;
}

static ssize_t skeleton_read(struct file *file, char __user *to, size_t count,
			     loff_t *pos)
{
	struct skeleton_device *priv = file->private_data;
	ssize_t ret;

	if (mutex_lock_interruptible(&priv->lock))
		return -ERESTARTSYS;
	ret = simple_read_from_buffer(to, count, pos, priv->buffer, priv->size);
	mutex_unlock(&priv->lock);

	return ret;
}

static ssize_t skeleton_write(struct file *file, const char __user *from, size_t count,
			      loff_t *pos)
{
	struct skeleton_device *priv = file->private_data;
	ssize_t ret;

	if (*pos >= SKELETON_BUFFER_SIZE && count > 0)
		return -ENOSPC;
	if (mutex_lock_interruptible(&priv->lock))
		return -ERESTARTSYS;
	ret = simple_write_to_buffer(priv->buffer, SKELETON_BUFFER_SIZE, pos, from,
				     count);
	if (ret > 0)
		priv->size = max_t(size_t, priv->size, *pos);
	mutex_unlock(&priv->lock);

	return ret;
}

static loff_t skeleton_llseek(struct file *file, loff_t offset, int whence)
{
	return fixed_size_llseek(file, offset, whence, SKELETON_BUFFER_SIZE);
}

static const struct file_operations skeleton_fops = {
	.owner = THIS_MODULE,
	.open = skeleton_open,
	.read = skeleton_read,
	.write = skeleton_write,
	.llseek = skeleton_llseek,
};

static void skeleton_release(struct device *dev)
{
	kfree(container_of(dev, struct skeleton_device, dev));
}

static int skeleton_add(dev_t devt)
{
	struct skeleton_device *priv;
	int ret;

	priv = kzalloc(sizeof(*priv), GFP_KERNEL);
	if (!priv)
		return -ENOMEM;

	mutex_init(&priv->lock);
	device_initialize(&priv->dev);
	priv->dev.class = &skeleton_class;
	priv->dev.devt = devt;
	priv->dev.release = skeleton_release;
	cdev_init(&priv->cdev, &skeleton_fops);
	priv->cdev.owner = THIS_MODULE;

	ret = dev_set_name(&priv->dev, "skeleton%d", MINOR(devt));
	if (ret)
		goto err_put;
	ret = cdev_device_add(&priv->cdev, &priv->dev);
	if (ret)
		goto err_put;

	skeleton_instance = priv;
	return 0;

err_put:
	/* From device_initialize() on, the release function frees it. */
	put_device(&priv->dev);
	return ret;
}

static int __init skeleton_init(void)
{
	int ret;

	ret = class_register(&skeleton_class);
	if (ret)
		return ret;
	ret = alloc_chrdev_region(&skeleton_devt, 0, 1, "skeleton");
	if (ret)
		goto err_class;
	ret = skeleton_add(skeleton_devt);
	if (ret)
		goto err_region;
	return 0;

err_region:
	unregister_chrdev_region(skeleton_devt, 1);
err_class:
	class_unregister(&skeleton_class);
	return ret;
}
module_init(skeleton_init);

static void __exit skeleton_exit(void)
{
	cdev_device_del(&skeleton_instance->cdev, &skeleton_instance->dev);
	put_device(&skeleton_instance->dev);
	unregister_chrdev_region(skeleton_devt, 1);
	class_unregister(&skeleton_class);
}
module_exit(skeleton_exit);

MODULE_DESCRIPTION("skeleton character device");
MODULE_AUTHOR("@AUTHOR@");
MODULE_LICENSE("GPL");
MODULE_VERSION("0.1");
