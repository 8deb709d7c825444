#include <linux/module.h>
#include <linux/pgtable.h>

static __maybe_unused int repro(pmd_t pmd, pud_t pud)
{
	return pmd_large(pmd) || pud_large(pud);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
