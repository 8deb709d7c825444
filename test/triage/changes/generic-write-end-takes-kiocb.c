#include <linux/buffer_head.h>
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/version.h>

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)
static __maybe_unused int repro(const struct kiocb *iocb, struct address_space *mapping, loff_t pos,
				unsigned int len, struct folio *folio)
{
	return generic_write_end(iocb->ki_filp, mapping, pos, len, len, folio, NULL);
}

static int repro_forward(struct file *file, struct address_space *mapping, unsigned int len, struct folio *folio)
{
	return generic_write_end(file, mapping, 0, len, len, folio, NULL);
}

static __maybe_unused int repro_caller(const struct kiocb *iocb, struct address_space *mapping, struct folio *folio)
{
	return repro_forward(iocb->ki_filp, mapping, 1, folio);
}

static __maybe_unused int repro_block(struct file *file, struct address_space *mapping, struct folio *folio)
{
	return block_write_end(file, mapping, 0, 1, 1, folio, NULL);
}
#endif

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
