#include <linux/module.h>
#include <linux/blkdev.h>

static __maybe_unused void repro_disk_flags(struct gendisk *disk)
{
	disk->flags |= GENHD_FL_EXT_DEVT | GENHD_FL_NO_PART_SCAN;
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
