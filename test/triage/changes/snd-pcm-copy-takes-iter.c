#include <linux/module.h>
#include <sound/pcm.h>

static int repro_copy(struct snd_pcm_substream *substream, int channel, unsigned long position, void __user *buffer,
		      unsigned long bytes)
{
	return copy_from_user(substream->runtime->dma_area + position, buffer, bytes) ? -EFAULT : 0;
}

static const struct snd_pcm_ops __maybe_unused repro_ops = {
	.copy_user = repro_copy,
};

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
