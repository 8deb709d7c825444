#include <linux/module.h>
#include <linux/pgtable.h>

static __maybe_unused int repro(pmd_t pmd, pud_t pud, p4d_t p4d, pgd_t pgd)
{
	return pmd_large(pmd) || pud_large(pud) || p4d_large(p4d) || pgd_large(pgd);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
