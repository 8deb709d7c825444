#include <linux/module.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>

static __maybe_unused void repro(void *memory)
{
	kvfree_rcu(memory);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
