#include <linux/module.h>
#include <sound/pcm.h>

static int repro_hw_params(struct snd_pcm_substream *substream, struct snd_pcm_hw_params *params)
{
	return snd_pcm_lib_alloc_vmalloc_buffer(substream, 4096);
}

static int repro_hw_free(struct snd_pcm_substream *substream)
{
	return snd_pcm_lib_free_vmalloc_buffer(substream);
}

static const struct snd_pcm_ops __maybe_unused repro_operations = {
	.hw_params = repro_hw_params,
	.hw_free = repro_hw_free,
	.page = snd_pcm_lib_get_vmalloc_page,
};

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
