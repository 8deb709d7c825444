#include <linux/module.h>
#include <sound/soc.h>

static __maybe_unused int repro(struct snd_soc_dai *dai)
{
	return snd_soc_dai_set_fmt(dai, SND_SOC_DAIFMT_I2S | SND_SOC_DAIFMT_CBS_CFS);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
