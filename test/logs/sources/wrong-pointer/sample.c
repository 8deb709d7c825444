#include <linux/fs.h>
#include <linux/module.h>

static int sample_read(struct file *file, char __user *to, size_t length, int *offset)
{
	return 0;
}

static const struct file_operations sample_operations = {
	.owner = THIS_MODULE,
	.read = sample_read,
};

static int sample_open(struct inode *inode, struct file *file)
{
	return file == inode;
}

static int __init sample_init(void)
{
	int node = sample_operations.owner;

	return sample_open(&sample_operations, node);
}
module_init(sample_init);
MODULE_LICENSE("GPL");
