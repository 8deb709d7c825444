#include <linux/module.h>
#include <crypto/sha.h>

static u8 repro_digest[SHA256_DIGEST_SIZE];

static int __init repro_init(void)
{
	return repro_digest[0];
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
