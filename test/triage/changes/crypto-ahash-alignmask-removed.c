#include <linux/module.h>
#include <crypto/hash.h>

static __maybe_unused unsigned int repro(struct crypto_ahash *hash, struct crypto_shash *other)
{
	unsigned int mask = crypto_ahash_alignmask(hash);

	return mask | crypto_shash_alignmask(other);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
