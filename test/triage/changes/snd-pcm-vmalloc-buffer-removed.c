#include <linux/module.h>
#include <sound/pcm.h>

static __maybe_unused int repro(struct snd_pcm_substream *substream)
{
	return snd_pcm_lib_alloc_vmalloc_buffer(substream, 4096);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
