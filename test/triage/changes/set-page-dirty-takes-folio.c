#include <linux/module.h>
#include <linux/buffer_head.h>
#include <linux/fs.h>
#include <linux/mm.h>

static const struct address_space_operations __maybe_unused repro_operations = {
	.set_page_dirty = __set_page_dirty_nobuffers,
	.invalidatepage = block_invalidatepage,
};

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
