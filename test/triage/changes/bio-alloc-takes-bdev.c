#include <linux/module.h>
#include <linux/bio.h>

static __maybe_unused struct bio *repro_bio(struct bio *bio, struct bio_vec *vec, struct bio_set *set)
{
	if (!vec)
		return bio_alloc(GFP_NOIO, 1);
	if (!bio)
		return bio_alloc_bioset(GFP_NOIO, 1, set);
	bio_init(bio, vec, 1);
	bio_reset(bio);
	return bio_clone_fast(bio, GFP_NOIO, set);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
