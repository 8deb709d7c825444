#include <linux/module.h>
#include <media/media-entity.h>

static __maybe_unused struct media_pipeline *repro_pipeline(struct media_entity *entity)
{
	return entity->pipe;
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
