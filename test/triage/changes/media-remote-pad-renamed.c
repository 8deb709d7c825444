#include <linux/module.h>
#include <media/media-entity.h>

static __maybe_unused struct media_pad *repro(struct media_pad *pad)
{
	return media_entity_remote_pad(pad);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
