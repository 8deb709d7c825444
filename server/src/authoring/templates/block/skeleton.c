// SPDX-License-Identifier: GPL-2.0-only
/*
 * skeleton - block driver, a disk in memory
 *
 * Copyright (C) @YEAR@ @AUTHOR@
 */

#include <linux/blk-mq.h>
#include <linux/blkdev.h>
#include <linux/err.h>
#include <linux/highmem.h>
#include <linux/init.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/overflow.h>
#include <linux/string.h>
#include <linux/version.h>
#include <linux/vmalloc.h>

#define SKELETON_MINORS	16

static unsigned int size_mib = 16;
module_param(size_mib, uint, 0444);
MODULE_PARM_DESC(size_mib, "Size of the disk in MiB (default: 16)");

struct skeleton_device {
	struct blk_mq_tag_set tag_set;
	struct gendisk *disk;
	int major;
	void *data;
};

static struct skeleton_device skeleton_instance;

/* Copies between the disk and one piece of a request, which lies within one page. */
static void skeleton_copy(void *at, struct bio_vec *bvec, bool is_write)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 15, 0)
	void *page = bvec_kmap_local(bvec);
#else
	void *mapped = kmap_atomic(bvec->bv_page);
	void *page = mapped + bvec->bv_offset;
#endif

	if (is_write) {
		memcpy(at, page, bvec->bv_len);
	} else {
		memcpy(page, at, bvec->bv_len);
		flush_dcache_page(bvec->bv_page);
	}

#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 15, 0)
	kunmap_local(page);
#else
	kunmap_atomic(mapped);
#endif
}

static void skeleton_transfer(struct skeleton_device *priv, struct request *rq)
{
	void *at = priv->data + (blk_rq_pos(rq) << SECTOR_SHIFT);
	struct req_iterator iter;
	struct bio_vec bvec;

	rq_for_each_segment(bvec, rq, iter) {
		skeleton_copy(at, &bvec, rq_data_dir(rq) == WRITE);
		at += bvec.bv_len;
	}
}

/* Must not sleep. That a request ends within the disk is seen to by the block layer. */
static blk_status_t skeleton_queue_rq(struct blk_mq_hw_ctx *hctx,
				      const struct blk_mq_queue_data *bd)
{
	struct skeleton_device *priv = hctx->queue->queuedata;
	struct request *rq = bd->rq;
	blk_status_t status = BLK_STS_OK;

	blk_mq_start_request(rq);
	switch (req_op(rq)) {
	case REQ_OP_READ:
	case REQ_OP_WRITE:
		skeleton_transfer(priv, rq);
		break;
	default:
		status = BLK_STS_NOTSUPP;
		break;
	}
	blk_mq_end_request(rq, status);

	return BLK_STS_OK;
}

static const struct blk_mq_ops skeleton_mq_ops = {
	.queue_rq = skeleton_queue_rq,
};

static const struct block_device_operations skeleton_fops = {
	.owner = THIS_MODULE,
};

#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 14, 0)
static struct gendisk *skeleton_alloc_disk(struct skeleton_device *priv)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 9, 0)
	return blk_mq_alloc_disk(&priv->tag_set, NULL, priv);
#else
	return blk_mq_alloc_disk(&priv->tag_set, priv);
#endif
}

static void skeleton_free_disk(struct gendisk *disk)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 0, 0)
	put_disk(disk);
#else
	blk_cleanup_disk(disk);
#endif
}
#else /* Before Linux 5.14, a disk and its queue are made and freed one by one. */
static struct gendisk *skeleton_alloc_disk(struct skeleton_device *priv)
{
	struct request_queue *queue;
	struct gendisk *disk;

	queue = blk_mq_init_queue(&priv->tag_set);
	if (IS_ERR(queue))
		return ERR_CAST(queue);
	queue->queuedata = priv;

	disk = alloc_disk(SKELETON_MINORS);
	if (!disk) {
		blk_cleanup_queue(queue);
		return ERR_PTR(-ENOMEM);
	}
	disk->queue = queue;
	return disk;
}

static void skeleton_free_disk(struct gendisk *disk)
{
	struct request_queue *queue = disk->queue;

	blk_cleanup_queue(queue);
	put_disk(disk);
}
#endif

static int skeleton_add_disk(struct gendisk *disk)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 15, 0)
	return add_disk(disk);
#else /* It cannot fail before Linux 5.15. */
	add_disk(disk);
	return 0;
#endif
}

static int __init skeleton_init(void)
{
	struct skeleton_device *priv = &skeleton_instance;
	struct gendisk *disk;
	size_t size;
	int ret;

	if (size_mib == 0 || check_mul_overflow((size_t)size_mib, (size_t)1 << 20, &size))
		return -EINVAL;
	priv->data = vzalloc(size);
	if (!priv->data)
		return -ENOMEM;

	priv->major = register_blkdev(0, KBUILD_MODNAME);
	if (priv->major < 0) {
		ret = priv->major;
		goto err_free_data;
	}

	priv->tag_set.ops = &skeleton_mq_ops;
	priv->tag_set.nr_hw_queues = 1;
	priv->tag_set.queue_depth = 128;
	priv->tag_set.numa_node = NUMA_NO_NODE;
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 14, 0)
	priv->tag_set.flags = BLK_MQ_F_SHOULD_MERGE;
#endif
	ret = blk_mq_alloc_tag_set(&priv->tag_set);
	if (ret)
		goto err_unregister;

	disk = skeleton_alloc_disk(priv);
	if (IS_ERR(disk)) {
		ret = PTR_ERR(disk);
		goto err_free_tags;
	}
	priv->disk = disk;
	disk->major = priv->major;
	disk->minors = SKELETON_MINORS;
	disk->fops = &skeleton_fops;
	strscpy(disk->disk_name, KBUILD_MODNAME, sizeof(disk->disk_name));
	set_capacity(disk, size >> SECTOR_SHIFT);

	ret = skeleton_add_disk(disk);
	if (ret)
		goto err_free_disk;
	return 0;

err_free_disk:
	skeleton_free_disk(disk);
err_free_tags:
	blk_mq_free_tag_set(&priv->tag_set);
err_unregister:
	unregister_blkdev(priv->major, KBUILD_MODNAME);
err_free_data:
	vfree(priv->data);
	return ret;
}
module_init(skeleton_init);

static void __exit skeleton_exit(void)
{
	struct skeleton_device *priv = &skeleton_instance;

	del_gendisk(priv->disk);
	skeleton_free_disk(priv->disk);
	blk_mq_free_tag_set(&priv->tag_set);
	unregister_blkdev(priv->major, KBUILD_MODNAME);
	vfree(priv->data);
}
module_exit(skeleton_exit);

MODULE_DESCRIPTION("skeleton block driver");
MODULE_AUTHOR("@AUTHOR@");
MODULE_LICENSE("GPL");
MODULE_VERSION("0.1");
