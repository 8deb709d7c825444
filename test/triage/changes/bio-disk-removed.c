#include <linux/module.h>
#include <linux/bio.h>
#include <linux/blkdev.h>

static struct bio *repro_bio;

static int __init repro_init(void)
{
	return repro_bio->bi_disk == NULL || repro_bio->bi_disk->private_data == NULL;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
