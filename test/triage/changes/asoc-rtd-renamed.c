#include <linux/module.h>
#include <sound/soc.h>

static __maybe_unused struct snd_soc_dai *repro(struct snd_pcm_substream *substream)
{
	struct snd_soc_pcm_runtime *rtd = asoc_substream_to_rtd(substream);

	return rtd->dai_link ? asoc_rtd_to_cpu(rtd, 0) : asoc_rtd_to_codec(rtd, 0);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
